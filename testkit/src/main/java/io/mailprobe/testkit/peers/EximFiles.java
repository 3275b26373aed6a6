package io.mailprobe.testkit.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configuration of an Exim that lives in one folder, and how it is started there. */
final class EximFiles {

  private EximFiles() {}

  static List<String> configuration(
      Path folder, int port, String domain, int nextHop, String retries, String... settings) {
    String main =
        """
        exim_path = %1$s/exim4
        spool_directory = %1$s/spool
        log_file_path = %1$s/log/%%slog
        pid_file_path = %1$s/spool/exim.pid
        primary_hostname = exim.example.net
        disable_ipv6
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = %2$d
        tls_advertise_hosts =
        host_lookup =
        rfc1413_query_timeout = 0s
        keep_environment =
        smtp_accept_max = 200
        acl_smtp_rcpt = recipients
        """
            .formatted(folder, port);
    String rest =
        """
        begin acl
        recipients:
          accept domains = %1$s
          deny message = 5.7.1 relaying denied
        begin routers
        next_hop:
          driver = manualroute
          domains = *
          route_list = * 127.0.0.1 byname
          self = send
          transport = smtp
        begin transports
        smtp:
          driver = smtp
          port = %2$d
        begin retry
        * * %3$s
        """
            .formatted(domain, nextHop, retries);
    return Stream.of(main.lines(), Stream.of(settings), rest.lines()).flatMap(s -> s).toList();
  }

  /** Lets it know its user, in its mount namespace only, and become that user. */
  static String start(Path folder, String userId) {
    return """
    mkdir %1$s/spool %1$s/log && chown %2$s:%2$s %1$s/spool %1$s/log &&
    mount --bind %1$s/passwd /etc/passwd && mount --bind %1$s/group /etc/group &&
    exec setpriv --reuid %2$s --regid %2$s --clear-groups %1$s/exim4 -C %1$s/exim.conf -bdf -q1s
    """
        .formatted(folder, userId);
  }
}
