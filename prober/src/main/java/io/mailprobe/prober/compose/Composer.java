package io.mailprobe.prober.compose;

import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.submit.Auth;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the message of an attempt: plain 7-bit text of about 2 kB that tells whoever finds it what
 * it is and whom to ask. The stamp is in a header of its own; the token, which survives where
 * headers do not, is in recipient, envelope sender, Message-ID, subject and body. The same stamp
 * makes the same message, byte for byte.
 */
public final class Composer {

  private static final Session SESSION = Session.getInstance(new Properties());
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.US)
          .withZone(ZoneOffset.UTC); // RFC 5322 3.3

  private final StampCodec stamps;
  private final RecipientToken tokens;
  private final Set<String> domains;

  /**
   * A composer that signs stamps and tokens with these.
   *
   * @param domains domains whose mail comes to our receivers
   */
  public Composer(StampCodec stamps, RecipientToken tokens, List<String> domains) {
    this.stamps = stamps;
    this.tokens = tokens;
    this.domains =
        domains.stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The message of one attempt. */
  public ProbeMessage compose(Route route, Stamp stamp) {
    String token = tokens.print(stamp.id());
    String recipient =
        switch (route.to()) {
          case Recipient.TokenAt(String domain) -> RecipientToken.PREFIX + token + "@" + domain;
          case Recipient.Fixed(String address) -> address;
        };
    // With the null sender in the envelope the header still names somebody (RFC 5322 3.6.2).
    String from = route.from().isEmpty() ? "postmaster@" + domainOf(recipient) : route.from();
    try {
      MimeMessage message =
          new Message("<" + token + "." + stamp.attempt() + "@" + domainOf(from) + ">");
      set(message, "Date", DATE.format(stamp.thisAttempt()));
      set(message, "From", "Mailprobe <" + from + ">");
      set(message, "To", "<" + recipient + ">");
      set(message, "Subject", "Mailprobe " + stamp.route() + " " + stamp.sequence() + " " + token);
      set(message, Stamp.HEADER, stamps.sign(stamp));
      // No out-of-office replies, read receipts and the like, by [MS-OXCMAIL] 2.2.3.2.14.
      set(message, "X-Auto-Response-Suppress", "All");
      if (route.to() instanceof Recipient.TokenAt) {
        // RFC 3834 5. Not where a rule has to send it on: rules pass over automatic mail.
        set(message, "Auto-Submitted", "auto-generated");
      }
      String text = ProbeText.of(stamp, token, from);
      message.setText(text, "us-ascii");
      message.saveChanges();
      return new ProbeMessage(sender(route, stamp.id()), recipient, print(message, text));
    } catch (MessagingException e) {
      throw new IllegalStateException("a message of a valid stamp can be composed", e);
    }
  }

  /**
   * The envelope sender: where reports on the probe go. Of a domain of ours it is an address of the
   * probe's own, so that no report needs to return anything. Not where we log in: a server may want
   * the sender to be who logged in.
   */
  private String sender(Route route, ProbeId probe) {
    String domain = domainOf(route.from());
    boolean ours = domains.contains(domain.toLowerCase(Locale.ROOT)) || isTarget(route, domain);
    boolean anonymous = route.delivery().auth() instanceof Auth.None;
    return !route.from().isEmpty() && ours && anonymous
        ? tokens.bounceLocalPart(probe) + "@" + domain
        : route.from();
  }

  private static boolean isTarget(Route route, String domain) {
    return switch (route.to()) {
      case Recipient.TokenAt(String target) -> target.equalsIgnoreCase(domain);
      case Recipient.Fixed _ -> false;
    };
  }

  /**
   * What {@link MimeMessage#writeTo} writes of it; that looks for its streams on the whole class
   * path, each time.
   */
  private static String print(MimeMessage message, String text) throws MessagingException {
    StringBuilder printed = new StringBuilder(4_096);
    Enumeration<String> lines = message.getAllHeaderLines();
    while (lines.hasMoreElements()) {
      printed.append(lines.nextElement()).append("\r\n");
    }
    return printed.append("\r\n").append(text).toString();
  }

  /** Folds at spaces (RFC 5322 2.2.3), so that no line grows long. */
  private static void set(MimeMessage message, String name, String value)
      throws MessagingException {
    message.setHeader(name, MimeUtility.fold(name.length() + 2, value));
  }

  private static String domainOf(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  /** Jakarta Mail makes Message-IDs of its own; this one is ours. */
  private static final class Message extends MimeMessage {

    private final String id;

    Message(String id) {
      super(SESSION);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
