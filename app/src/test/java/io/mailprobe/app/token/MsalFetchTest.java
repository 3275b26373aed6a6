package io.mailprobe.app.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.bind.Secret;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against MSAL itself, with a token endpoint that is a function. */
class MsalFetchTest {

  private static final String SECRET = "hunter2~hunter2";
  private static final String TENANT = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";

  private final List<HttpRequest> asked = new ArrayList<>();

  @Test
  void aTokenIsAskedForAsTheProtocolWants() throws TokenException {
    EntraTokens.Fetched fetched =
        fetch(
            answer(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"eyJ0.e30.\"}"));

    assertThat(fetched.token()).isEqualTo("eyJ0.e30.");
    assertThat(fetched.toString()).doesNotContain("eyJ0");
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().url())
        .hasToString("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token");
    assertThat(asked.getFirst().body())
        .contains(
            "grant_type=client_credentials",
            "https%3A%2F%2Foutlook.office365.com%2F.default",
            "client_secret=hunter2%7Ehunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "7000215, invalid_client, the client secret is wrong",
    "7000222, invalid_client, the client secret has expired",
    "700016, unauthorized_client, no such application in the tenant",
    "90002, invalid_request, no such tenant",
  })
  void aRefusalSaysWhatToDo(String code, String error, String advice) {
    String body =
        "{\"error\":\"%s\",\"error_description\":\"AADSTS%s: Refused %s. Trace ID: 1 Correlation ID: 2\"}"
            .formatted(error, code, SECRET);
    assertThatThrownBy(() -> fetch(answer(401, body)))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll(
            TENANT, "login.microsoftonline.com", error, "AADSTS" + code, advice)
        .hasMessageNotContainingAny(SECRET, "Trace ID")
        .hasNoCause();
  }

  @Test
  void anEndpointThatIsOverloadedIsNamed() {
    assertThatThrownBy(() -> fetch(answer(503, "<html>busy</html>")))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("login.microsoftonline.com");
  }

  @Test
  void anEndpointThatCannotBeReachedIsNamed() {
    assertThatThrownBy(
            () ->
                fetch(
                    _ -> {
                      throw new UnknownHostException("login.microsoftonline.com");
                    }))
        .isInstanceOf(TokenException.class)
        .hasMessageEndingWith(
            "login.microsoftonline.com cannot be asked: its name is not known to DNS");
    assertThatThrownBy(
            () ->
                fetch(
                    _ -> {
                      throw new ConnectException("Connection refused");
                    }))
        .hasMessageEndingWith("cannot be asked: Connection refused");
  }

  private EntraTokens.Fetched fetch(IHttpClient http) throws TokenException {
    ClientCredentials credentials =
        new ClientCredentials(
            TENANT,
            "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b",
            new Secret(SECRET),
            "probe@contoso.com",
            URI.create("https://login.microsoftonline.com"));
    return new MsalFetch(credentials, http).fetch();
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
