package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.config.Cloud;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.testkit.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** MSAL itself, with a token endpoint that is a function. */
class MsalFetchTest {

  private static final String SECRET = Applications.SECRET;
  private static final String TOKEN =
      "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"eyJ0.e30.\"}";

  private final List<HttpRequest> asked = new ArrayList<>();

  @Test
  void aTokenIsAskedForAsTheProtocolWants() throws TokenException {
    EntraTokens.Fetched fetched = fetch(answer(200, TOKEN));

    assertThat(fetched.token()).isEqualTo("eyJ0.e30.");
    assertThat(fetched.life()).isEqualTo(Duration.ofSeconds(3_599));
    assertThat(fetched.toString()).doesNotContain("eyJ0");
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().url())
        .hasToString(
            "https://login.microsoftonline.com/" + Applications.TENANT + "/oauth2/v2.0/token");
    assertThat(asked.getFirst().body())
        .contains(
            "grant_type=client_credentials",
            "https%3A%2F%2Foutlook.office365.com%2F.default",
            "client_secret=hunter2%7Ehunter2");
  }

  @ParameterizedTest
  @EnumSource(Cloud.class)
  void eachCloudHasItsOwnServiceAndScope(Cloud cloud) throws TokenException {
    fetch(
        new ClientCredentials(
            Applications.TENANT,
            Applications.CLIENT,
            new ClientProof.ClientSecret(new Secret(SECRET)),
            cloud.authority(),
            cloud.mailScope()),
        answer(200, TOKEN));
    String mail =
        switch (cloud) {
          case GLOBAL -> "login.microsoftonline.com outlook.office365.com";
          case US_GOV_HIGH -> "login.microsoftonline.us outlook.office365.us";
          case US_GOV_DOD -> "login.microsoftonline.us outlook-dod.office365.us";
          case CHINA -> "login.partner.microsoftonline.cn partner.outlook.cn";
        };
    assertThat(asked.getFirst().url().getHost()).isEqualTo(mail.substring(0, mail.indexOf(' ')));
    assertThat(asked.getFirst().body())
        .contains("https%3A%2F%2F" + mail.substring(mail.indexOf(' ') + 1) + "%2F.default");
  }

  @ParameterizedTest
  @CsvSource({
    "7000215, invalid_client, SECRET, the client secret is wrong",
    "7000222, invalid_client, SECRET, the client secret has expired",
    "700016, unauthorized_client, APPLICATION, no such application in the tenant",
    "90002, invalid_request, TENANT, no such tenant",
    "900382, invalid_request, TENANT, look at cloud",
    "53003, invalid_grant, POLICY, conditional access",
    "700024, invalid_client, CLOCK, set this machine's clock",
  })
  void aRefusalSaysWhatToDo(String code, String error, TokenFault fault, String advice) {
    String body =
        "{\"error\":\"%s\",\"error_description\":\"AADSTS%s: Refused %s. Trace ID: 1 Correlation ID: 2\"}"
            .formatted(error, code, SECRET);
    assertThatThrownBy(() -> fetch(answer(401, body)))
        .isInstanceOfSatisfying(
            TokenException.class,
            why -> {
              assertThat(why.fault()).isEqualTo(fault);
              assertThat(why.code()).isEqualTo(code);
            })
        .hasMessageContainingAll(
            Applications.TENANT, "login.microsoftonline.com", error, "AADSTS" + code, advice)
        .hasMessageNotContainingAny(SECRET, "Trace ID")
        .hasNoCause();
  }

  @Test
  void aNumberThatNobodyKnowsIsNoLabel() {
    String body =
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS987654321: New here.\"}";
    assertThatThrownBy(() -> fetch(answer(401, body)))
        .isInstanceOfSatisfying(
            TokenException.class,
            why -> {
              assertThat(why.fault()).isEqualTo(TokenFault.REFUSED);
              assertThat(why.code()).isEqualTo("other");
            })
        .hasMessageContaining("AADSTS987654321: New here.");
  }

  /** What answers with 200 in place of a token, or with an error that is none of Entra's. */
  static Stream<Arguments> noAnswers() {
    return Stream.of(
        Arguments.of(200, "<html>Please sign in to the guest network</html>"),
        Arguments.of(200, "{}"),
        Arguments.of(200, ""),
        Arguments.of(200, "{\"access_token\":\"\",\"expires_in\":3599}"),
        Arguments.of(200, "{\"access_token\":\"x\"}"),
        Arguments.of(200, "{\"access_token\":\"x\",\"expires_in\":-5}"),
        Arguments.of(200, "[1,2,3]"),
        Arguments.of(302, ""),
        Arguments.of(404, "<html>not here</html>"),
        Arguments.of(407, "proxy"));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void whatIsNoAnswerIsToldAsSuch(int status, String body) {
    assertThatThrownBy(() -> fetch(answer(status, body)))
        .isInstanceOfSatisfying(
            TokenException.class, why -> assertThat(why.fault()).isEqualTo(TokenFault.BAD_ANSWER))
        .hasMessageContaining("login.microsoftonline.com")
        .hasMessageContaining("proxy or portal");
  }

  @Test
  void anAnswerWithANumberThatIsTooLargeIsNone() {
    String body = "{\"access_token\":\"x\",\"expires_in\":99999999999999999999}";
    assertThatThrownBy(() -> fetch(answer(200, body))).isInstanceOf(TokenException.class);
  }

  @Test
  void filesThatDoNotDoAreNamedAndNobodyIsAsked() {
    assertThatThrownBy(
            () ->
                fetch(
                    Applications.withCertificate(
                        "https://login.microsoftonline.com", Path.of("none.crt"), Path.of("k")),
                    answer(200, TOKEN)))
        .isInstanceOfSatisfying(
            TokenException.class, why -> assertThat(why.fault()).isEqualTo(TokenFault.FILES))
        .hasMessageContaining("certificate none.crt cannot be read");
    assertThatThrownBy(
            () ->
                fetch(
                    Applications.withFederatedToken(
                        "https://login.microsoftonline.com", Path.of("none.jwt")),
                    answer(200, TOKEN)))
        .hasMessageContaining("federated token none.jwt cannot be read");
    assertThat(asked).isEmpty();
  }

  private EntraTokens.Fetched fetch(IHttpClient http) throws TokenException {
    return fetch(Applications.withSecret("https://login.microsoftonline.com", SECRET), http);
  }

  private EntraTokens.Fetched fetch(ClientCredentials credentials, IHttpClient http)
      throws TokenException {
    return new MsalFetch(credentials, http, new ManualTime()).fetch();
  }

  private IHttpClient answer(int status, String body) {
    return request -> {
      asked.add(request);
      HttpResponse response = new HttpResponse();
      response.statusCode(status).body(body);
      response.addHeaders(Map.of("Content-Type", List.of("application/json")));
      return response;
    };
  }
}
