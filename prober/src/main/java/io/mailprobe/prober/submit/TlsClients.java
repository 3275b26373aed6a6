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
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the client's end of TLS: for a server that must prove its name, and for any server. */
final class TlsClients {

  private final TrustManager trust;
  private final SslContext verifying;
  private final SslContext accepting;

  /** Reads the runtime's authorities and adds the given ones. Shows no certificate. */
  TlsClients(List<X509Certificate> trusted) {
    this(ServerTrust.in(trusted), null);
  }

  private TlsClients(TrustManager trust, @Nullable KeyManager own) {
    this.trust = trust;
    verifying = context(trust, own);
    accepting = context(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0], own);
  }

  /** The same for a client that shows this certificate. */
  TlsClients showing(ClientCertificate.Shown shown) {
    return new TlsClients(trust, new OwnCertificate(shown));
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

  private static SslContext context(TrustManager trust, @Nullable KeyManager own) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .trustManager(trust)
              .sessionCacheSize(1); // Nothing in it is used again.
      return (own == null ? builder : builder.keyManager(own)).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }
}
