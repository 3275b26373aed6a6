package io.mailprobe.simulator.entra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed token (RFC 7515, 7519), taken apart.
 *
 * @param header what it says of itself
 * @param claims what it says
 * @param signed the part that the signature is over
 * @param signature the signature, in base64url
 */
record Jwt(JsonNode header, JsonNode claims, String signed, String signature) {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int LONGEST = 64 * 1024;

  /** Reads a token; empty where a text is none. */
  static Optional<Jwt> parse(String text) {
    String[] parts = text.length() > LONGEST ? new String[0] : text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode header = JSON.readTree(decoded(parts[0]));
      JsonNode claims = JSON.readTree(decoded(parts[1]));
      return header.isObject() && claims.isObject()
          ? Optional.of(new Jwt(header, claims, parts[0] + "." + parts[1], parts[2]))
          : Optional.empty();
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }

  /** Makes a token, signed with RS256. */
  static String signed(Map<String, ?> header, Map<String, ?> claims, PrivateKey key) {
    String signed =
        encoded(JSON.writeValueAsBytes(header)) + "." + encoded(JSON.writeValueAsBytes(claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(signed.getBytes(US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }

  /** Whether the key signed it, by RS256 or PS256 (RFC 7518 3.3, 3.5). */
  boolean isSignedBy(PublicKey key) {
    try {
      Signature verifier;
      switch (text("alg", header)) {
        case "RS256" -> verifier = Signature.getInstance("SHA256withRSA");
        case "PS256" -> {
          verifier = Signature.getInstance("RSASSA-PSS");
          verifier.setParameter(
              new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        default -> {
          return false;
        }
      }
      verifier.initVerify(key);
      verifier.update(signed.getBytes(US_ASCII));
      return verifier.verify(decoded(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  /** A claim's text; empty text where there is none. */
  String claim(String name) {
    return text(name, claims);
  }

  /** A claim's number of seconds; 0 where there is none. */
  long seconds(String name) {
    return claims.path(name).asLong(0);
  }

  String headerText(String name) {
    return text(name, header);
  }

  private static String text(String name, JsonNode of) {
    return of.path(name).asString("");
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "Jwt" + claims.propertyNames();
  }
}
