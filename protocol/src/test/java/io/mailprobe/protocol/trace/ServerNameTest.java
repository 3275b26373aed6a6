package io.mailprobe.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {

  @ParameterizedTest
  @CsvSource({
    "PH7PR12MB5685.namprd12.prod.outlook.com, PH, namprd12, nam",
    "CP0PR80CA0014.lamprd80.prod.outlook.com, CP, lamprd80, lam",
    "FR2P281CA0029.DEUP281.PROD.OUTLOOK.COM, FR, deup281, deu",
    "SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM., SY, ausp282, aus",
    "SA5PPF916D632A9.namprd12.prod.outlook.com, SA, namprd12, nam",
    "OS0PR01MB6099.jpnprd01.prod.outlook.com, OS, jpnprd01, jpn",
    "BL02EPF00046C14.namprd07.prod.outlook.com, BL, namprd07, nam",
    "DM6PR08MB1234.namprd08.prod.exchangelabs.com, DM, namprd08, nam",
    "SG2APC01FT012.eop-APC01.prod.protection.outlook.com, SG, , apc",
    "SG2APC01HT226.eop-APC01.prod.protection.outlook.com, SG, , apc",
    "SJ5PEPF000001F2.mail.protection.outlook.com, SJ5, , nam",
    "PH8PR06CU001.outbound.protection.outlook.com, PH, , nam",
    "NAM12-BN8-obe.outbound.protection.outlook.com, BN8, , nam",
    "mail-westus3azon11012010.outbound.protection.outlook.com, , , westus3",
    "mail-francecentralazon11021.outbound.protection.outlook.com, , , francecentral",
    "mail-dm3nam02on2042.outbound.protection.outlook.com, DM3, , nam",
    "QQ1PEPF000001F2.mail.protection.outlook.com, QQ1, , "
  })
  void whatANameTells(String name, String site, String forest, String region) {
    assertThat(ServerName.of(name))
        .isEqualTo(
            new ServerName(
                Optional.ofNullable(site),
                Optional.ofNullable(forest),
                Optional.ofNullable(region)));
    assertThat(ServerName.isExchangeOnline(name)).isEqualTo(!name.endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "postfix.example.net",
        "namprd12.prod.outlook.com",
        "PH7PR12MB5685.namprd12.prod.outlook.com.example.net",
        "PH7PR12MB5685.namprd1234.staging.outlook.com",
        "contoso-com.mail.protection.outlook.com",
        "mail-protection.outbound.protection.outlook.com",
        "[192.0.2.1]"
      })
  void aNameThatDoesNotFitTellsNothing(String name) {
    ServerName nothing = new ServerName(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(ServerName.of(name)).isEqualTo(nothing);
  }
}
