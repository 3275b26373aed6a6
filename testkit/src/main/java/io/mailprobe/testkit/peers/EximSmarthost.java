package io.mailprobe.testkit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An Exim that takes mail from one user, or from who shows a certificate, and from nobody else. On
 * its first port TLS begins with STARTTLS, and a certificate is asked for but not needed.
 *
 * @param implicit the port on which TLS comes first, and PLAIN is not known
 * @param strict the port on which there is no TLS without a certificate
 * @param user who logs in by PLAIN or LOGIN, or by a certificate for this name and EXTERNAL
 * @param password what that user shows
 * @param certificate its own certificate, as PEM
 * @param key its key
 * @param clients who signs its clients' certificates, as PEM
 */
public record EximSmarthost(
    int implicit,
    int strict,
    String user,
    String password,
    Path certificate,
    Path key,
    Path clients) {

  List<String> configuration(Path folder, int port, String domain, int nextHop) throws IOException {
    for (Path file : List.of(certificate, key, clients)) {
      Path copy = Files.copy(file, folder.resolve(file.getFileName()));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return """
    exim_path = %1$s/exim4
    spool_directory = %1$s/spool
    log_file_path = %1$s/log/%%slog
    pid_file_path = %1$s/spool/exim.pid
    primary_hostname = exim.example.net
    disable_ipv6
    local_interfaces = 127.0.0.1
    daemon_smtp_ports = %2$d : %3$d : %4$d
    tls_on_connect_ports = %3$d
    tls_advertise_hosts = *
    tls_certificate = %1$s/%7$s
    tls_privatekey = %1$s/%8$s
    tls_verify_certificates = %1$s/%9$s
    tls_try_verify_hosts = *
    tls_verify_hosts = ${if eq{$received_port}{%4$d}{*}{}}
    host_lookup =
    rfc1413_query_timeout = 0s
    keep_environment =
    acl_smtp_rcpt = recipients
    begin acl
    recipients:
      accept domains = %5$s
             authenticated = *
      accept domains = %5$s
             verify = certificate
      deny message = 5.7.1 relay not permitted
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
      port = %6$d
      hosts_avoid_tls = *
    begin retry
    * * F,1h,1s
    begin authenticators
    plain:
      driver = plaintext
      public_name = PLAIN
      server_advertise_condition = ${if and{{def:tls_in_cipher}{!={$received_port}{%3$d}}}}
      server_prompts = :
      server_condition = ${if and{{eq{$auth2}{%10$s}}{eq{$auth3}{%11$s}}}}
      server_set_id = $auth2
    login:
      driver = plaintext
      public_name = LOGIN
      server_advertise_condition = ${if def:tls_in_cipher}
      server_prompts = <| Username: | Password:
      server_condition = ${if and{{eq{$auth1}{%10$s}}{eq{$auth2}{%11$s}}}}
      server_set_id = $auth1
    external:
      driver = external
      public_name = EXTERNAL
      server_advertise_condition = ${if eq{$tls_in_certificate_verified}{1}}
      server_param2 = ${certextract{subj_altname,dns,>:}{$tls_in_peercert}}
      server_condition = ${if inlist{$auth1}{$auth2}}
      server_set_id = $auth1
    """
        .formatted(
            folder,
            port,
            implicit,
            strict,
            domain,
            nextHop,
            certificate.getFileName(),
            key.getFileName(),
            clients.getFileName(),
            user,
            password)
        .lines()
        .toList();
  }
}
