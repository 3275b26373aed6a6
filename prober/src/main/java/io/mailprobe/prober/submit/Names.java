package io.mailprobe.prober.submit;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;

/** Where names are looked up. The futures always complete normally: failures are answers. */
public interface Names {

  /** The addresses of a host, of both kinds. */
  CompletableFuture<NameAnswer<InetAddress>> addresses(String host);

  /** The mail servers of a domain, in any order. */
  CompletableFuture<NameAnswer<MailServer>> mailServers(String domain);
}
