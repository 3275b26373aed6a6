package io.mailprobe.receiver.listen;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The parameters of one MAIL or RCPT command, checked: size and body (RFC 1870, 6152), SMTPUTF8
 * (RFC 6531) and those of delivery reports (RFC 3461).
 */
sealed interface Parameters {

  /** All of them are known and have their form; names in upper case. */
  record Valid(Map<String, String> values) implements Parameters {

    public Valid {
      values = Map.copyOf(values);
    }
  }

  /** One of them is not; the reply says which. */
  record Invalid(String reply) implements Parameters {}

  /** Those of MAIL. */
  static Parameters ofMail(String text) {
    return parse(text, Forms.MAIL);
  }

  /** Those of RCPT. */
  static Parameters ofRcpt(String text) {
    return parse(text, Forms.RCPT);
  }

  private static Parameters parse(String text, Map<String, Predicate<String>> forms) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : text.split(" +", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String key = name.toUpperCase(Locale.ROOT);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      Optional<Predicate<String>> form = Optional.ofNullable(forms.get(key));
      if (form.isEmpty()) {
        return new Invalid("555 5.5.4 Parameter not recognized");
      }
      if (!form.get().test(value) || values.put(key, value) != null) {
        return new Invalid("501 5.5.4 Parameter " + key + " does not have its form");
      }
    }
    return new Valid(values);
  }

  /** The form of each value. */
  final class Forms {

    /** Printable ASCII but "+" and "=", which stand as hexadecimal (RFC 3461 4). */
    private static final String XTEXT = "(?:[!-*,-<>-~]|\\+[0-9A-F]{2})";

    private static final Map<String, Predicate<String>> MAIL =
        Map.of(
            "SIZE", matching("\\d{1,20}"),
            "BODY", matching("(?i)7BIT|8BITMIME"),
            "SMTPUTF8", String::isEmpty,
            "RET", matching("(?i)FULL|HDRS"),
            "ENVID", matching(XTEXT + "{1,100}"));

    private static final Map<String, Predicate<String>> RCPT =
        Map.of(
            "NOTIFY",
            matching("(?i)NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY)){0,2}"),
            "ORCPT",
            matching("[A-Za-z0-9-]{1,64};(?:" + XTEXT + "|[^\\x00-\\x7F]){1,500}"));

    private Forms() {}

    private static Predicate<String> matching(String form) {
      return Pattern.compile(form).asMatchPredicate();
    }
  }
}
