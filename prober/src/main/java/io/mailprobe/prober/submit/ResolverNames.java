package io.mailprobe.prober.submit;

import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Names as real name servers know them. */
final class ResolverNames implements Names {

  private final DnsNameResolver resolver;

  ResolverNames(DnsNameResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public CompletableFuture<NameAnswer<InetAddress>> addresses(String host) {
    return answered(resolver.resolveAll(host));
  }

  @Override
  public CompletableFuture<NameAnswer<MailServer>> mailServers(String domain) {
    String absolute = domain.endsWith(".") ? domain : domain + ".";
    CompletableFuture<NameAnswer<DnsRecord>> records =
        answered(resolver.resolveAll(new DefaultDnsQuestion(absolute, DnsRecordType.MX)));
    return records
        .thenApply(ResolverNames::decoded)
        .exceptionally(failure -> new NameAnswer.NotAsked<>(Failures.message(failure)));
  }

  private static NameAnswer<MailServer> decoded(NameAnswer<DnsRecord> answer) {
    return switch (answer) {
      case NameAnswer.Found(var records) -> new NameAnswer.Found<>(decode(records));
      case NameAnswer.NoRecord<DnsRecord> _ -> new NameAnswer.NoRecord<>();
      case NameAnswer.NoSuchName<DnsRecord> _ -> new NameAnswer.NoSuchName<>();
      case NameAnswer.Failed(var code) -> new NameAnswer.Failed<>(code);
      case NameAnswer.Silence<DnsRecord> _ -> new NameAnswer.Silence<>();
      case NameAnswer.NotAsked(var why) -> new NameAnswer.NotAsked<>(why);
    };
  }

  private static List<MailServer> decode(List<DnsRecord> records) {
    try {
      return records.stream().map(ResolverNames::mailServer).toList();
    } finally {
      records.forEach(ReferenceCountUtil::release);
    }
  }

  private static MailServer mailServer(DnsRecord mx) {
    var data = ((DnsRawRecord) mx).content();
    int preference = data.readUnsignedShort();
    String name = DefaultDnsRecordDecoder.decodeName(data);
    return new MailServer(preference, name.substring(0, name.length() - 1));
  }

  private static <T> CompletableFuture<NameAnswer<T>> answered(Future<List<T>> lookup) {
    CompletableFuture<NameAnswer<T>> answer = new CompletableFuture<>();
    var _ =
        lookup.addListener(
            (Future<List<T>> ended) -> {
              if (ended.isSuccess()) {
                answer.complete(new NameAnswer.Found<>(ended.getNow()));
              } else {
                answer.complete(DnsFailure.answer(ended.cause()));
              }
            });
    return answer;
  }
}
