package io.mailprobe.simulator.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A name server over UDP with one small zone, which may be changed while it runs. */
public final class DnsServer implements AutoCloseable {

  /** In the flags of a response, as Netty has them (RFC 4035 3.2.3). */
  private static final int AUTHENTIC_DATA = 2;

  private volatile Zone zone;
  private @Nullable MultiThreadIoEventLoopGroup group;
  private @Nullable Channel channel;

  /** A server of this zone; {@link #start} makes it listen. */
  public DnsServer(Zone zone) {
    this.zone = zone;
  }

  /** Listens on the given address; port 0 is a free one. */
  public DnsServer start(InetSocketAddress address) {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new Answers());
                  }
                })
            .bind(address)
            .syncUninterruptibly()
            .channel();
    return this;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    if (channel == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) channel.localAddress();
  }

  /** What it answers from. */
  public Zone zone() {
    return zone;
  }

  /** Answers from this zone from now on. */
  public void serve(Zone next) {
    zone = next;
  }

  @Override
  public void close() {
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      Zone current = zone;
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      if (question == null || current.answering(question.name()) == Zone.Answering.NOT_AT_ALL) {
        return;
      }
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      response.setAuthoritativeAnswer(true);
      response.setRecursionDesired(query.isRecursionDesired());
      response.setRecursionAvailable(true);
      response.setZ(current.isSigned() ? AUTHENTIC_DATA : 0);
      response.addRecord(DnsSection.QUESTION, question);
      if (current.answering(question.name()) == Zone.Answering.SERVER_FAILURE) {
        response.setCode(DnsResponseCode.SERVFAIL);
      } else if (!current.exists(question.name())) {
        response.setCode(DnsResponseCode.NXDOMAIN);
      } else {
        addAnswers(current, question.name(), question.type(), response);
      }
      var _ = context.writeAndFlush(response);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // What is not a question gets no answer (RFC 1035 7.3).
    }

    private static void addAnswers(
        Zone zone, String name, DnsRecordType type, DatagramDnsResponse response) {
      for (ZoneRecord found : zone.records(name)) {
        boolean alias = found instanceof ZoneRecord.Alias;
        if (alias || found.type().equals(type) || type.equals(DnsRecordType.ANY)) {
          response.addRecord(
              DnsSection.ANSWER,
              new DefaultDnsRawRecord(name, found.type(), zone.ttlSeconds(), found.data()));
        }
        if (found instanceof ZoneRecord.Alias(var target) && !type.equals(DnsRecordType.CNAME)) {
          addAnswers(zone, target, type, response);
        }
      }
    }
  }
}
