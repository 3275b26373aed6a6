package io.mailprobe.simulator.frontend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Tenant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exchanges of AUTH (RFC 4954): XOAUTH2 and LOGIN. */
final class Authentication {

  /** Where an exchange has come to. */
  sealed interface Step {

    /**
     * A challenge.
     *
     * @param line what to say
     * @param answered the step after the client's response
     */
    record Challenge(String line, Function<String, Step> answered) implements Step {

      static Challenge of(String words, Function<String, Step> answered) {
        String encoded = Base64.getEncoder().encodeToString(words.getBytes(UTF_8));
        return new Challenge("334 " + encoded, answered);
      }
    }

    /** The client is this mailbox. */
    record Success(Mailbox mailbox) implements Step {}

    /** It is not; the reply, to which the trailer is added. */
    record Failure(String reply) implements Step {}
  }

  /** What a response is that was too long to be one; as it is no base64 it decodes to nothing. */
  static final String NO_RESPONSE = "*";

  /** {@code user=mailbox ^A auth=Bearer token ^A ^A}. */
  private static final Pattern BEARER =
      Pattern.compile("user=([^\u0001]*)\u0001auth=Bearer ([^\u0001]*)\u0001\u0001");

  private static final Step WRONG = new Step.Failure("535 5.7.3 Authentication unsuccessful");
  private static final Step NOT_BASE64 = new Step.Failure("501 5.5.2 Cannot decode response");

  private static final String BEARER_ERROR =
      """
      {"status":"401","schemes":"bearer","scope":"https://outlook.office.com/"}""";

  private final Customer customer;
  private final Tenant tenant;

  Authentication(Customer customer) {
    this.customer = customer;
    this.tenant = customer.tenant();
  }

  /** The first step of the exchange that the argument of AUTH begins. */
  Step begin(String argument) {
    String[] words = argument.strip().split(" +", 2);
    if (words[0].equalsIgnoreCase("XOAUTH2")) {
      return words.length > 1 ? bearer(words[1]) : Step.Challenge.of("", this::bearer);
    }
    if (words[0].equalsIgnoreCase("LOGIN")) {
      return words.length > 1 ? login(words[1]) : Step.Challenge.of("Username:", this::login);
    }
    return new Step.Failure("504 5.7.4 Unrecognized authentication type");
  }

  private Step bearer(String response) {
    Optional<String> decoded = decode(response);
    if (decoded.isEmpty()) {
      return NOT_BASE64;
    }
    Matcher form = BEARER.matcher(decoded.get());
    if (form.matches()) {
      Optional<Mailbox> mailbox =
          tenant.mailbox(form.group(1)).filter(box -> customer.tokens().open(box, form.group(2)));
      if (mailbox.isPresent()) {
        return new Step.Success(mailbox.get());
      }
    }
    // Whatever the client answers to the error, it ends here.
    return Step.Challenge.of(BEARER_ERROR, _ -> WRONG);
  }

  private Step login(String userResponse) {
    Optional<String> user = decode(userResponse);
    return user.isEmpty()
        ? NOT_BASE64
        : Step.Challenge.of("Password:", response -> password(user.get(), response));
  }

  private Step password(String user, String response) {
    Optional<String> password = decode(response);
    if (password.isEmpty()) {
      return NOT_BASE64;
    }
    Optional<Mailbox> mailbox = tenant.mailbox(user);
    boolean disabled = customer.settings().isBroken(TenantSetting.BASIC_AUTH);
    if (mailbox.isPresent() && (disabled || mailbox.get().password().isEmpty())) {
      return new Step.Failure(
          "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.");
    }
    return mailbox.isPresent() && mailbox.get().password().equals(password)
        ? new Step.Success(mailbox.get())
        : WRONG;
  }

  /** Base64, in which {@code =} is nothing at all (RFC 4954 4); {@code *} and noise are empty. */
  private static Optional<String> decode(String response) {
    if (response.equals("=")) {
      return Optional.of("");
    }
    try {
      return Optional.of(new String(Base64.getDecoder().decode(response), UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
