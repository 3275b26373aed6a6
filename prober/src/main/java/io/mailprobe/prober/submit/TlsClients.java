package io.mailprobe.prober.submit;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Makes the client's end of TLS: for a server that must prove its name, and for any server. */
final class TlsClients {

  private final SslContext verifying;
  private final SslContext accepting;

  /** Reads the runtime's authorities and adds the given ones. */
  TlsClients(List<X509Certificate> trusted) {
    verifying = context(ServerTrust.in(trusted));
    accepting = context(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]);
  }

  /** The TLS of one connection to the server of that name. */
  SslHandler handler(Channel channel, TlsMode mode, String serverName) {
    boolean verified = mode != TlsMode.OPPORTUNISTIC;
    // Java may resume a TLS session of the same name and port, and only whole handshakes can be
    // compared. The port is used for nothing else, so that our own, which changes, will do.
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    SslHandler handler =
        (verified ? verifying : accepting).newHandler(channel.alloc(), serverName, port);
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(verified ? "HTTPS" : "");
    handler.engine().setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(0); // The phase has a deadline.
    return handler;
  }

  private static SslContext context(TrustManager trust) {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .trustManager(trust)
          .sessionCacheSize(1) // Nothing in it is used again.
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}
