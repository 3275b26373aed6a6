package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {

  private static final String DATE = "Sun, 22 Nov 2026 09:00:00 +0000";

  /** One field as a mail system writes it; an empty text is a part that it does not give. */
  record Shape(
      String of,
      String field,
      String from,
      String helo,
      String fromAddress,
      String by,
      String byAddress,
      String with,
      String id) {

    @Override
    public String toString() {
      return of;
    }
  }

  static List<Shape> shapes() {
    return List.of(
        new Shape(
            "Postfix",
            """
            from client.example (host.example.org [192.0.2.1])
            \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
            \t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
            \t(No client certificate requested)
            \tby mx.example.net (Postfix) with ESMTPS id 4F2C81A0
            \tfor <probe+x@probe.example.net>; Sun, 22 Nov 2026 09:00:00 +0000 (UTC)""",
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            "4F2C81A0"),
        new Shape(
            "Postfix, no name for the client",
            "from [10.0.0.5] (unknown [IPv6:2001:db8::1])\n\tby mx.example.net (Postfix)"
                + " with ESMTPSA id 4F2C81A0; "
                + DATE,
            "",
            "[10.0.0.5]",
            "2001:db8::1",
            "mx.example.net",
            "",
            "ESMTPSA",
            "4F2C81A0"),
        new Shape(
            "Postfix, from its own machine",
            "by mx.example.net (Postfix, from userid 1000)\n\tid 4F2C81A0; " + DATE,
            "",
            "",
            "",
            "mx.example.net",
            "",
            "",
            "4F2C81A0"),
        new Shape(
            "Exim, name not looked up",
            """
            from [127.0.0.1] (helo=client.example)
            \tby exim.example.net with esmtp (Exim 4.96)
            \t(envelope-from <a@b.example>)
            \tid 1xV4WR-0004tq-0a
            \tfor probe+x@probe.example.net;
            \tSun, 22 Nov 2026 09:00:00 +0000""",
            "",
            "client.example",
            "127.0.0.1",
            "exim.example.net",
            "",
            "esmtp",
            "1xV4WR-0004tq-0a"),
        new Shape(
            "Exim, name looked up, TLS",
            """
            from host.example.org ([192.0.2.1]:40122 helo=client.example)
            \tby exim.example.net with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384
            \t(Exim 4.97)
            \t(envelope-from <a@b.example>)
            \tid 1xV4WR-00000004tq-0aBC
            \tfor probe@probe.example.net;
            \tSun, 22 Nov 2026 09:00:00 +0000""",
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "exim.example.net",
            "",
            "esmtps",
            "1xV4WR-00000004tq-0aBC"),
        new Shape(
            "Exim, name and HELO the same",
            "from host.example.org ([2001:db8::1])\n\tby exim.example.net with esmtp (Exim 4.94)"
                + "\n\tid 1xV4WR-0004tq-0a; "
                + DATE,
            "",
            "host.example.org",
            "2001:db8::1",
            "exim.example.net",
            "",
            "esmtp",
            "1xV4WR-0004tq-0a"),
        new Shape(
            "Exim, HELO an address",
            "from [192.0.2.1] (port=4321 helo=[10.0.0.1])\n\tby exim.example.net with esmtpa"
                + " (Exim 4.94) id 1x-0-0a; "
                + DATE,
            "",
            "[10.0.0.1]",
            "192.0.2.1",
            "exim.example.net",
            "",
            "esmtpa",
            "1x-0-0a"),
        new Shape(
            "Exim, from its own machine",
            "from root by exim.example.net with local (Exim 4.96)\n\tid 1x-0-0a; " + DATE,
            "",
            "root",
            "",
            "exim.example.net",
            "",
            "local",
            "1x-0-0a"),
        new Shape(
            "Sendmail",
            """
            from client.example (host.example.org [192.0.2.1] (may be forged))
            \tby mx.example.net (8.17.1/8.17.1) with ESMTPS id 3AM90000012345
            \t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)
            \tfor <probe@probe.example.net>; Sun, 22 Nov 2026 09:00:00 GMT""",
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            "3AM90000012345"),
        new Shape(
            "Sendmail, name of the user",
            "from client.example (bob@host.example.org [192.0.2.1]) by mx.example.net"
                + " (8.17.1/8.17.1) with SMTP id 3AM9; "
                + DATE,
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "SMTP",
            "3AM9"),
        new Shape(
            "Sendmail, submitted on its machine",
            "(from bob@localhost)\n\tby mx.example.net (8.17.1/8.17.1/Submit) id 3AM9;\n\t" + DATE,
            "",
            "",
            "",
            "mx.example.net",
            "",
            "",
            "3AM9"),
        new Shape(
            "Exchange Online, between its servers",
            """
            from PH7PR12MB5685.namprd12.prod.outlook.com (2603:10b6:510:13c::22)
             by SA5PPF916D632A9.namprd12.prod.outlook.com (2603:10b6:80f:fc04::8d6) with
             Microsoft SMTP Server (version=TLS1_2,
             cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9913.11; Sun, 22 Nov
             2026 09:00:00 +0000""",
            "",
            "PH7PR12MB5685.namprd12.prod.outlook.com",
            "2603:10b6:510:13c::22",
            "SA5PPF916D632A9.namprd12.prod.outlook.com",
            "2603:10b6:80f:fc04::8d6",
            "Microsoft SMTP Server",
            "15.20.9913.11"),
        new Shape(
            "Exchange Online, from the mailbox",
            """
            from PH7PR12MB5685.namprd12.prod.outlook.com
             ([fe80::46fb:96f2:7667:7ca5]) by PH7PR12MB5685.namprd12.prod.outlook.com
             ([fe80::46fb:96f2:7667:7ca5%4]) with mapi id 15.21.0025.022; Sun, 22 Nov
             2026 09:00:00 +0000""",
            "",
            "PH7PR12MB5685.namprd12.prod.outlook.com",
            "fe80::46fb:96f2:7667:7ca5",
            "PH7PR12MB5685.namprd12.prod.outlook.com",
            "fe80::46fb:96f2:7667:7ca5",
            "mapi",
            "15.21.0025.022"),
        new Shape(
            "Exchange Online, through a connector",
            """
            from relay.contoso.com (192.0.2.7) by
             SJ5PEPF000001F2.mail.protection.outlook.com (10.167.242.42) with Microsoft SMTP
             Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.9913.11 via Frontend
             Transport; Sun, 22 Nov 2026 09:00:00 +0000""",
            "",
            "relay.contoso.com",
            "192.0.2.7",
            "SJ5PEPF000001F2.mail.protection.outlook.com",
            "10.167.242.42",
            "Microsoft SMTP Server",
            "15.20.9913.11"),
        new Shape(
            "Exchange on premises",
            "from EX01.contoso.local (10.1.2.3) by EX02.contoso.local (10.1.2.4) with Microsoft"
                + " SMTP Server (TLS) id 15.1.2507.39 via Mailbox Transport; "
                + DATE,
            "",
            "EX01.contoso.local",
            "10.1.2.3",
            "EX02.contoso.local",
            "10.1.2.4",
            "Microsoft SMTP Server",
            "15.1.2507.39"),
        new Shape(
            "Windows SMTP service",
            "from mail pickup service by web01.contoso.com with Microsoft SMTPSVC;\n\t " + DATE,
            "",
            "mail pickup service",
            "",
            "web01.contoso.com",
            "",
            "Microsoft SMTPSVC",
            ""),
        new Shape(
            "qmail, from the network",
            "from unknown (HELO client.example) (192.0.2.1)\n  by mx.example.net with SMTP;"
                + " 22 Nov 2026 09:00:00 -0000",
            "",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "SMTP",
            ""),
        new Shape(
            "qmail, name looked up",
            "from host.example.org (HELO client.example) (bob@192.0.2.1)\n  by mx.example.net"
                + " with ESMTPS (ECDHE-RSA-AES256-GCM-SHA384 encrypted); 22 Nov 2026 09:00:00 -0000",
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            ""),
        new Shape(
            "qmail, within",
            "(qmail 12345 invoked by uid 1000); 22 Nov 2026 09:00:00 -0000",
            "",
            "",
            "",
            "",
            "",
            "",
            ""),
        new Shape(
            "OpenSMTPD",
            "from client.example (host.example.org [192.0.2.1])\n\tby mx.example.net (OpenSMTPD)"
                + " with ESMTPS id 1a2b3c4d (TLSv1.3:TLS_AES_256_GCM_SHA384:256:NO)\n\tfor"
                + " <probe@probe.example.net>;\n\tSun, 22 Nov 2026 09:00:00 +0000 (UTC)",
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            "1a2b3c4d"),
        new Shape(
            "Gmail, into its domain",
            """
            from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41])
                    by mx.google.com with SMTPS id x1-20020a170902a4sor55plb.1.2026.11.22.01.00.00
                    for <probe@example.com>
                    (Google Transport Security);
                    Sun, 22 Nov 2026 01:00:00 -0800 (PST)""",
            "mail-sor-f41.google.com",
            "mail-sor-f41.google.com",
            "209.85.220.41",
            "mx.google.com",
            "",
            "SMTPS",
            "x1-20020a170902a4sor55plb.1.2026.11.22.01.00.00"),
        new Shape(
            "Gmail, within",
            "by 2002:a05:6a10:8b:b0:57e:1f2a:c3d4 with SMTP id f11csp123456pxb;\n        Sun, 22 Nov 2026"
                + " 01:00:00 -0800 (PST)",
            "",
            "",
            "",
            "",
            "2002:a05:6a10:8b:b0:57e:1f2a:c3d4",
            "SMTP",
            "f11csp123456pxb"),
        new Shape(
            "amavis",
            "from mx.example.net ([127.0.0.1])\n by localhost (mx.example.net [127.0.0.1])"
                + " (amavisd-new, port 10024)\n with ESMTP id abc-DEF_1; "
                + DATE,
            "",
            "mx.example.net",
            "127.0.0.1",
            "localhost",
            "127.0.0.1",
            "ESMTP",
            "abc-DEF_1"),
        new Shape(
            "Courier",
            "from client.example (host.example.org [::ffff:192.0.2.1])\n  (TLS: TLSv1.3,256bits)\n"
                + "  by mx.example.net with ESMTPS\n  id 0000000000001.6565.0; "
                + DATE,
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            "0000000000001.6565.0"),
        new Shape(
            "Haraka",
            "from client.example (host.example.org [192.0.2.1])\n\tby mx.example.net (Haraka/3.0.1)"
                + " with ESMTPS id 1A2B-3C.1\n\tenvelope-from <a@b.example>\n\t(version=TLSv1.3"
                + " cipher=TLS_AES_256_GCM_SHA384); "
                + DATE,
            "host.example.org",
            "client.example",
            "192.0.2.1",
            "mx.example.net",
            "",
            "ESMTPS",
            "1A2B-3C.1"),
        new Shape(
            "a webmailer",
            "from 192.0.2.1\n        (SquirrelMail authenticated user bob)\n        by"
                + " webmail.example.net with HTTP;\n        Sun, 22 Nov 2026 10:00:00 +0100 (CET)",
            "",
            "192.0.2.1",
            "192.0.2.1",
            "webmail.example.net",
            "",
            "HTTP",
            ""),
        new Shape(
            "an id in brackets, a semicolon in a remark",
            "from a.example by b.example (version 1; beta) with SMTP id <x1@b.example>; " + DATE,
            "",
            "a.example",
            "",
            "b.example",
            "",
            "SMTP",
            "x1@b.example"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsRead(Shape shape) {
    HeaderField field =
        HeaderField.parse("Received: " + shape.field().replace("\n", "\r\n") + "\r\n").getFirst();
    assertThat(Received.parse(field.value()))
        .contains(
            new Received(
                part(shape.from()),
                part(shape.helo()),
                part(shape.fromAddress()),
                part(shape.by()),
                part(shape.byAddress()),
                part(shape.with()),
                part(shape.id()),
                TraceTime.parse(DATE)));
  }

  private static Optional<String> part(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "from",
        "by",
        "from by with id for",
        "nothing that anybody would write",
        "(only a remark)",
        "(((((",
        "; Sun, 99 Nov 2026 09:00:00 +0000"
      })
  void aFieldThatTellsNothingIsNoHop(String value) {
    assertThat(Received.parse(value)).isEmpty();
  }

  @Test
  void anUnreadableDateLeavesTheRestReadable() {
    Received received = parse("from a.example by b.example with SMTP id 1; the other day");
    assertThat(received.by()).contains("b.example");
    assertThat(received.id()).contains("1");
    assertThat(received.time()).isEmpty();
  }

  @Test
  void aRemarkThatIsNotClosedHidesNothing() {
    Received received = parse("from a.example (b [192.0.2.1] by c.example with SMTP; " + DATE);
    assertThat(received.by()).contains("c.example");
    assertThat(received.time()).isEqualTo(TraceTime.parse(DATE));
  }

  @Test
  void aDateFollowedByMoreIsFound() {
    assertThat(parse("from a.example by b.example; " + DATE + "; id 12").time())
        .isEqualTo(TraceTime.parse(DATE));
    assertThat(parse("from a.example by b.example; id 12; " + DATE).time())
        .isEqualTo(TraceTime.parse(DATE));
  }

  @Test
  void aDateInARemarkIsNotTheFieldsDate() {
    assertThat(parse("from a.example by b.example (queued; " + DATE + ")").time()).isEmpty();
  }

  @Test
  void aKeywordOpensItsClauseOnce() {
    Received received = parse("from a.example by b.example with SMTP from c.example by d.example");
    assertThat(received.helo()).contains("a.example");
    assertThat(received.by()).contains("b.example");
  }

  @Test
  void aNameThatIsNoneIsLeftOut() {
    assertThat(Received.parse("by " + "x".repeat(300) + "; " + DATE).orElseThrow().by()).isEmpty();
    assertThat(parse("from a.example (999.1.1.1) by b.example; " + DATE).fromAddress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", ")", "((x) ", ";", "\\", "from ", "[", "\"", "1:", "-", "1.", "::"})
  @Timeout(10)
  void aFieldOfAnyLengthIsReadInLinearTime(String piece) {
    String value = "from a by b " + piece.repeat(300_000 / piece.length()) + " (" + piece + ") ";
    assertThat(parse(value + "; " + DATE).helo()).contains("a");
  }

  private static Received parse(String value) {
    return Received.parse(value).orElseThrow();
  }
}
