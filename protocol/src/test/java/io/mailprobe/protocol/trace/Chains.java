package io.mailprobe.protocol.trace;

import java.util.List;

/** Header blocks in the shapes of real ones, with names and addresses that are nobody's. */
final class Chains {

  /** Client submission to Exchange Online, then a relay of ours, then Postfix. */
  static final String SUBMITTED =
      """
      Return-Path: <probe@contoso.example>
      Received: from mx.example.net (localhost [127.0.0.1])
      \tby mail.example.net (Postfix) with ESMTP id 4F2C81A0
      \tfor <probe+x@probe.example.net>; Thu, 21 May 2026 14:39:19 +0200 (CEST)
      X-Virus-Scanned: amavis at example.net
      Received: from PH8PR06CU001.outbound.protection.outlook.com
       (mail-westus3azon11012010.outbound.protection.outlook.com [40.107.209.10])
       by mx.example.net (8.17.1/8.17.1) with ESMTPS id 64LCdGx1
       for <probe+x@probe.example.net>; Thu, 21 May 2026 12:39:17 GMT
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=contoso.example;
       s=selector1; h=From:Date:Subject:Message-ID; bh=abc=; b=def==
      Received: from PH7PR12MB5685.namprd12.prod.outlook.com (2603:10b6:510:13c::22)
       by SA5PPF916D632A9.namprd12.prod.outlook.com (2603:10b6:80f:fc04::8d6) with
       Microsoft SMTP Server (version=TLS1_2,
       cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9913.11; Thu, 21 May
       2026 12:39:14 +0000
      Received: from PH7PR12MB5685.namprd12.prod.outlook.com
       ([fe80::46fb:96f2:7667:7ca5]) by PH7PR12MB5685.namprd12.prod.outlook.com
       ([fe80::46fb:96f2:7667:7ca5%4]) with mapi id 15.21.0025.022; Thu, 21 May 2026
       12:39:13 +0000
      From: Probe <probe@contoso.example>
      Date: Thu, 21 May 2026 12:39:07 +0000
      Message-ID: <x@contoso.example>
      X-ClientProxiedBy: FR2P281CA0029.DEUP281.PROD.OUTLOOK.COM
       (2603:10a6:d10:14::16) To PH7PR12MB5685.namprd12.prod.outlook.com
       (2603:10b6:510:13c::22)
      X-MS-PublicTrafficType: Email
      X-MS-Office365-Filtering-Correlation-Id: cc5ffeda-48d1-46b0-3c94-08deb735f6e6
      X-MS-Exchange-CrossTenant-Network-Message-Id: cc5ffeda-48d1-46b0-3c94-08deb735f6e6
      X-MS-Exchange-CrossTenant-AuthSource: PH7PR12MB5685.namprd12.prod.outlook.com
      X-MS-Exchange-CrossTenant-OriginalArrivalTime: 21 May 2026 12:39:13.8207
       (UTC)
      Subject: Mailprobe
      """;

  /** Through a connector: front end, hub, mailbox server; a clock 23 s ahead in the middle. */
  static final String SKEWED =
      """
      Received: from SJ0PR08CA0010.namprd08.prod.outlook.com (2603:10b6:a03:2d0::15)
       by DM6PR08MB5555.namprd08.prod.outlook.com (2603:10b6:5:1e8::10) with Microsoft
       SMTP Server (version=TLS1_2) id 15.20.9999.1; Wed, 10 Jun 2026 10:54:20 +0000
      Received: from SJ1PEPF00002315.namprd03.prod.outlook.com
       (2603:10b6:a03:2d0:cafe::1) by SJ0PR08CA0010.outlook.office365.com
       (2603:10b6:a03:2d0::15) with Microsoft SMTP Server (version=TLS1_2) id 15.20.9999.1
       via Frontend Transport; Wed, 10 Jun 2026 10:54:43 +0000
      Received: from relay.contoso.example (192.0.2.7) by
       SJ1PEPF00002315.mail.protection.outlook.com (10.167.242.171) with Microsoft SMTP
       Server (version=TLS1_3) id 15.20.9999.1 via Frontend Transport; Wed, 10 Jun 2026
       10:54:20 +0000
      """;

  /** An older message: the client's line stands below other fields, out of its place. */
  static final String APART =
      """
      Received: from AM6EUR05FT063.eop-eur05.prod.protection.outlook.com
       (2a01:111:f400:7e12::4a) by AM6EUR05HT222.eop-eur05.prod.protection.outlook.com
       with Microsoft SMTP Server (version=TLS1_2) id 15.20.3721.23; Tue, 5 Jan 2021
       09:30:38 +0000
      Received: from VI1PR05MB6789.eurprd05.prod.outlook.com (10.233.242.52) by
       AM6EUR05FT063.mail.protection.outlook.com (10.233.242.244) with Microsoft SMTP
       Server id 15.20.3721.23; Tue, 5 Jan 2021 09:30:34 +0000
      From: <probe@contoso.example>
      To: <loop@contoso.example>
      Subject: Mailprobe
      X-Originating-IP: [192.0.2.9]
      Received: from client.example (192.0.2.9) by VI1PR0502CA0010.outlook.office365.com
       (2603:10a6:803:1::15) with Microsoft SMTP Server (version=TLS1_2) id
       15.20.3721.23 via Frontend Transport; Tue, 5 Jan 2021 09:30:37 +0000
      X-MS-Exchange-CrossTenant-AuthAs: Internal
      """;

  /** Gmail, qmail and Exim, each in its own manner of dates. */
  static final String MIXED =
      """
      Delivered-To: probe@example.org
      Received: by 2002:a05:6a10:8b:b0:57e:1f2a:c3d4 with SMTP id f11csp123456pxb;
              Sun, 22 Nov 2026 01:00:04 -0800 (PST)
      X-Received: by 2002:a17:906:1c8c:b0:7a1:1b2b:1 with SMTP id g12mr1;
              Sun, 22 Nov 2026 01:00:04 -0800 (PST)
      Received: from exim.example.net (exim.example.net. [192.0.2.5])
              by mx.google.com with ESMTPS id a1-2002; Sun, 22 Nov 2026 01:00:03 -0800 (PST)
      Received: from unknown ([192.0.2.6] helo=qmail.example.net)
      \tby exim.example.net with smtp (Exim 4.96)
      \tid 1xV4WR-0004tq-0a
      \tfor probe@example.org;
      \tSun, 22 Nov 2026 10:00:02 +0100
      Received: (qmail 7 invoked from network); 22 Nov 2026 09:00:01 -0000
      Received: from unknown (HELO client.example) (192.0.2.9)
        by qmail.example.net with SMTP; 22 Nov 2026 09:00:00 -0000
      Message-ID: <y@example.net>
      """;

  static final List<String> ALL = List.of(crlf(SUBMITTED), crlf(SKEWED), crlf(APART), crlf(MIXED));

  private Chains() {}

  static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }
}
