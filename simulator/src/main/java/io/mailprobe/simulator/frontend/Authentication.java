package io.mailprobe.simulator.frontend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.Mailbox;
import io.mailprobe.simulator.topology.Tenant;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exchanges of AUTH (RFC 4954): XOAUTH2 and LOGIN. */
final class Authentication {

  /** How an exchange ended. */
  sealed interface Result {
    /** As this mailbox. */
    record Success(Mailbox mailbox) implements Result {}

    /** With this reply, to which the trailer is added. */
    record Failure(String reply) implements Result {}
  }

  /** {@code user=mailbox ^A auth=Bearer token ^A ^A}. */
  private static final Pattern BEARER =
      Pattern.compile("user=([^\u0001]*)\u0001auth=Bearer ([^\u0001]*)\u0001\u0001");

  private static final Result WRONG = new Result.Failure("535 5.7.3 Authentication unsuccessful");
  private static final Result NOT_BASE64 = new Result.Failure("501 5.5.2 Cannot decode response");

  private static final String BEARER_ERROR =
      """
      {"status":"401","schemes":"bearer","scope":"https://outlook.office.com/"}""";

  private final Customer customer;
  private final Tenant tenant;
  private final Wire wire;

  Authentication(Customer customer, Wire wire) {
    this.customer = customer;
    this.tenant = customer.tenant();
    this.wire = wire;
  }

  /** Goes through the exchange that the argument of AUTH begins. */
  Result run(String argument) throws IOException {
    String[] words = argument.strip().split(" +", 2);
    Optional<String> initial = words.length > 1 ? Optional.of(words[1]) : Optional.empty();
    if (words[0].equalsIgnoreCase("XOAUTH2")) {
      return bearer(initial.isPresent() ? initial : ask(""));
    }
    if (words[0].equalsIgnoreCase("LOGIN")) {
      return login(initial.isPresent() ? initial : ask("Username:"));
    }
    return new Result.Failure("504 5.7.4 Unrecognized authentication type");
  }

  private Result bearer(Optional<String> response) throws IOException {
    Optional<String> decoded = response.flatMap(Authentication::decode);
    if (decoded.isEmpty()) {
      return NOT_BASE64;
    }
    Matcher form = BEARER.matcher(decoded.get());
    if (form.matches()) {
      Optional<Mailbox> mailbox =
          tenant.mailbox(form.group(1)).filter(box -> customer.tokens().open(box, form.group(2)));
      if (mailbox.isPresent()) {
        return new Result.Success(mailbox.get());
      }
    }
    ask(BEARER_ERROR); // Whatever the client answers to the error, it ends here.
    return WRONG;
  }

  private Result login(Optional<String> userResponse) throws IOException {
    Optional<String> user = userResponse.flatMap(Authentication::decode);
    Optional<String> password =
        user.isEmpty() ? user : ask("Password:").flatMap(Authentication::decode);
    if (user.isEmpty() || password.isEmpty()) {
      return NOT_BASE64;
    }
    Optional<Mailbox> mailbox = tenant.mailbox(user.get());
    boolean disabled = customer.settings().isBroken(TenantSetting.BASIC_AUTH);
    if (mailbox.isPresent() && (disabled || mailbox.get().password().isEmpty())) {
      return new Result.Failure(
          "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.");
    }
    return mailbox.isPresent() && mailbox.get().password().equals(password)
        ? new Result.Success(mailbox.get())
        : WRONG;
  }

  /** Sends a challenge; the client's response, where it is a line at all. */
  private Optional<String> ask(String challenge) throws IOException {
    wire.say("334 " + Base64.getEncoder().encodeToString(challenge.getBytes(UTF_8)));
    return wire.readLine();
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
