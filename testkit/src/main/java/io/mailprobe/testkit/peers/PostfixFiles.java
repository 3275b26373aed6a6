package io.mailprobe.testkit.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The two configuration files of a Postfix that lives in one folder. */
final class PostfixFiles {

  private PostfixFiles() {}

  static List<String> main(Path folder, String domain, int nextHop, String... settings) {
    String own =
        """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        maillog_file = %1$s/mail.log
        maillog_file_prefixes = %1$s
        delay_logging_resolution_limit = 6
        myhostname = postfix.example.net
        mydestination =
        local_recipient_maps =
        alias_maps =
        alias_database =
        relay_domains = %2$s
        relayhost = [127.0.0.1]:%3$d
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        smtpd_relay_restrictions = permit_mynetworks, reject
        smtpd_peername_lookup = no
        smtp_host_lookup = native
        disable_dns_lookups = yes
        smtpd_client_connection_rate_limit = 0
        minimal_backoff_time = 1s
        maximal_backoff_time = 5s
        queue_run_delay = 1s
        """
            .formatted(folder, domain, nextHop);
    return Stream.concat(own.lines(), Stream.of(settings)).toList();
  }

  /** As Debian's, without chroot and without what delivers locally. */
  static List<String> master(int port, Collection<Door> doors) {
    String services =
        """
    127.0.0.1:%d inet n - n - - smtpd
    pickup     unix n - n 60 1 pickup
    cleanup    unix n - n - 0 cleanup
    qmgr       unix n - n 300 1 qmgr
    tlsmgr     unix - - n 1000? 1 tlsmgr
    rewrite    unix - - n - - trivial-rewrite
    bounce     unix - - n - 0 bounce
    defer      unix - - n - 0 bounce
    trace      unix - - n - 0 bounce
    verify     unix - - n - 1 verify
    flush      unix n - n 1000? 0 flush
    proxymap   unix - - n - - proxymap
    smtp       unix - - n - - smtp
    relay      unix - - n - - smtp
    showq      unix n - n - - showq
    error      unix - - n - - error
    retry      unix - - n - - error
    discard    unix - - n - - discard
    anvil      unix - - n - 1 anvil
    scache     unix - - n - 1 scache
    postlog    unix-dgram n - n - 1 postlogd
    """
            .formatted(port);
    return Stream.concat(services.lines(), doors.stream().flatMap(door -> door.inMaster().stream()))
        .toList();
  }

  /** A further port, with settings of its own. */
  record Door(int port, List<String> settings) {

    private List<String> inMaster() {
      List<String> lines = new ArrayList<>();
      lines.add("127.0.0.1:%d inet n - n - - smtpd".formatted(port));
      settings.forEach(setting -> lines.add("  -o { " + setting + " }"));
      return lines;
    }
  }
}
