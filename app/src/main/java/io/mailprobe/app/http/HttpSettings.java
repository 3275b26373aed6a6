package io.mailprobe.app.http;

import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What the HTTP side is told at its start.
 *
 * @param listen the address and port; port 0 for any free one
 * @param tls certificate and key; clear text without
 * @param token what a reader of the feed must show; none is asked for without
 */
public record HttpSettings(
    InetSocketAddress listen, Optional<PemFiles> tls, Optional<String> token) {

  /** Host and port as one text, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
  String address() {
    String host = listen.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + listen.getPort();
  }

  @Override
  public String toString() {
    return "HttpSettings[" + address() + (tls.isPresent() ? ", tls" : "") + "]";
  }
}
