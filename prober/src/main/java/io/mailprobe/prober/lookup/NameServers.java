package io.mailprobe.prober.lookup;

import io.mailprobe.prober.lookup.Answer.Kind;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.AbstractDnsOptPseudoRrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers for records of one type, as they are: nothing is kept, so that what was mended
 * is seen. Each server is asked twice, one after the other, until one knows.
 */
public final class NameServers implements AutoCloseable {

  /** For one server and one question; a healthy resolver is far below it. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private static final int MOST_SERVERS = 3;
  private static final int ROUNDS = 2;

  /** Labels of up to 63 characters, 253 in all (RFC 1035 2.3.4). */
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[!-~&&[^.]]{1,63}(?:\\.[!-~&&[^.]]{1,63})*");

  /** In the flags of a response, as Netty shows them: authentic data (RFC 4035 3.2.3). */
  private static final int AUTHENTIC_DATA = 2;

  private final List<InetSocketAddress> servers;
  private @Nullable MultiThreadIoEventLoopGroup group;
  private @Nullable DnsNameResolver resolver;

  /**
   * Not started yet.
   *
   * @param servers whom to ask; those of the system if empty
   */
  public NameServers(List<InetSocketAddress> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Starts its thread. To be called once. */
  public void start() {
    MultiThreadIoEventLoopGroup started =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("lookup", true), NioIoHandler.newFactory());
    group = started;
    resolver =
        new DnsNameResolverBuilder(started.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class) // For answers too long for a datagram.
            .queryTimeoutMillis(PATIENCE.toMillis())
            .optResourceEnabled(false) // Ours asks for more.
            .build();
  }

  /**
   * Asks for the records of a name. The future always completes normally, on a thread that what
   * follows must not block.
   *
   * @param name with or without a final dot
   */
  public CompletableFuture<Answer> ask(String name, RecordType type) {
    DnsNameResolver asked = resolver;
    if (asked == null) {
      throw new IllegalStateException("not started");
    }
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (!NAME.matcher(plain).matches()) {
      return CompletableFuture.completedFuture(
          Answer.of(plain, type, Kind.FAILED, "DNS can have no such name"));
    }
    DnsQuestion question = new DefaultDnsQuestion(plain + ".", type.wire());
    List<InetSocketAddress> each = servers.isEmpty() ? ofTheSystem(plain) : servers;
    List<InetSocketAddress> turns = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      turns.addAll(each.subList(0, Math.min(MOST_SERVERS, each.size())));
    }
    return ask(asked, question, turns, Answer.of(plain, type, Kind.NO_ANSWER, ""));
  }

  private static CompletableFuture<Answer> ask(
      DnsNameResolver resolver, DnsQuestion question, List<InetSocketAddress> turns, Answer worst) {
    if (turns.isEmpty()) {
      return CompletableFuture.completedFuture(worst);
    }
    return once(resolver, question, turns.getFirst(), worst)
        .thenCompose(
            answer ->
                switch (answer.kind()) {
                  case FOUND, NO_RECORD, NO_SUCH_NAME -> CompletableFuture.completedFuture(answer);
                  // A server that fails tells more than one that is silent.
                  case FAILED -> ask(resolver, question, turns.subList(1, turns.size()), answer);
                  case NO_ANSWER -> ask(resolver, question, turns.subList(1, turns.size()), worst);
                });
  }

  private static CompletableFuture<Answer> once(
      DnsNameResolver resolver, DnsQuestion question, InetSocketAddress server, Answer asked) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    var _ =
        resolver
            .query(server, question, List.of(new WantsSignatures()))
            .addListener(
                (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> ended) -> {
                  if (!ended.isSuccess()) {
                    answer.complete(Answer.of(asked.name(), asked.type(), Kind.NO_ANSWER, ""));
                    return;
                  }
                  try {
                    answer.complete(read(asked, ended.getNow().content()));
                  } finally {
                    ended.getNow().release();
                  }
                });
    return answer;
  }

  private static Answer read(Answer asked, DnsResponse response) {
    if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
      return Answer.of(asked.name(), asked.type(), Kind.NO_SUCH_NAME, "");
    }
    if (!response.code().equals(DnsResponseCode.NOERROR)) {
      return Answer.of(
          asked.name(),
          asked.type(),
          Kind.FAILED,
          response.code().toString().toUpperCase(Locale.ROOT));
    }
    List<String> aliases = new ArrayList<>();
    List<RecordData> data = new ArrayList<>();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord found = response.recordAt(DnsSection.ANSWER, i);
      RecordReader.alias(found).ifPresent(aliases::add);
      RecordReader.read(found, asked.type()).ifPresent(data::add);
    }
    return new Answer(
        asked.name(),
        asked.type(),
        data.isEmpty() ? Kind.NO_RECORD : Kind.FOUND,
        "",
        aliases,
        data,
        (response.z() & AUTHENTIC_DATA) != 0);
  }

  private static List<InetSocketAddress> ofTheSystem(String name) {
    DnsServerAddressStream stream =
        DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream(name);
    List<InetSocketAddress> found = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      found.add(stream.next());
    }
    return found;
  }

  @Override
  public void close() {
    if (resolver != null) {
      resolver.close();
    }
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** Lets a resolver say whether signatures are good (RFC 4035 3.2.1), and answer at length. */
  private static final class WantsSignatures extends AbstractDnsOptPseudoRrRecord {

    private static final int MOST_BYTES = 1_232; // What no network breaks into fragments.
    private static final int DNSSEC_OK = 0x8000;

    WantsSignatures() {
      super(MOST_BYTES, 0, 0, DNSSEC_OK);
    }
  }
}
