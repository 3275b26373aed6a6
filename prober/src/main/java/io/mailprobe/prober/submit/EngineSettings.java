package io.mailprobe.prober.submit;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What all sessions of an engine share.
 *
 * @param dnsServers the name servers to ask; those of the system if empty
 * @param trusted certificate authorities to trust besides those of the Java runtime
 */
public record EngineSettings(List<InetSocketAddress> dnsServers, List<X509Certificate> trusted) {

  /** The system's name servers and the runtime's authorities. */
  public static final EngineSettings DEFAULT = new EngineSettings(List.of(), List.of());

  public EngineSettings {
    dnsServers = List.copyOf(dnsServers);
    trusted = List.copyOf(trusted);
  }
}
