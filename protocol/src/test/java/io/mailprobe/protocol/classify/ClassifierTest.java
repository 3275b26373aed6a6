package io.mailprobe.protocol.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.protocol.Randomized;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

  private static final Rule BUSY = rule("busy", Reason.NOT_ACCEPTING, status("4.3.2"));
  private static final Rule FOREST = rule("forest", Reason.FOREST_LIMIT, text("resource forest"));
  private static final Rule CERTIFICATE =
      rule("certificate", Reason.NEXT_HOP_CERTIFICATE, text("UntrustedRoot"));
  private static final Rule SESSION =
      rule("session", Reason.SESSION_NOT_ESTABLISHED, status("4.4.317"));

  private final Classifier classifier =
      new Classifier(List.of(), List.of(FOREST, BUSY, CERTIFICATE, SESSION));

  @Test
  void theFirstRuleThatFitsDecides() {
    assertThat(found("421 4.3.2 per resource forest").reason()).isEqualTo(Reason.FOREST_LIMIT);
    assertThat(found("421 4.3.2 no").reason()).isEqualTo(Reason.NOT_ACCEPTING);
    assertThat(found("421 4.3.2 no").rule().map(match -> match.rule().name())).hasValue("busy");
  }

  @Test
  void aReplyThatNoRuleKnowsIsUnclassified() {
    Classification found = found("421 4.9.9 no [a.example.com]");
    assertThat(found.reason()).isEqualTo(Reason.UNCLASSIFIED);
    assertThat(found.party()).isEqualTo(Party.UNKNOWN);
    assertThat(found.rule()).isEmpty();
    assertThat(found.replyClass()).isEqualTo(ReplyClass.TRANSIENT);
    assertThat(found.trailer().orElseThrow().server()).isEqualTo("a.example.com");
  }

  /** Neither the enhanced code nor what is quoted nor any rule has a say. */
  @ParameterizedTest
  @CsvSource({
    "554 4.3.2 mailbox busy, PERMANENT",
    "451 5.7.3 STARTTLS is required, TRANSIENT",
    "550 5.4.317 expired [Message=421 4.3.2 no], PERMANENT",
    "450 4.4.317 no [Message=550 5.1.1 no], TRANSIENT"
  })
  void theFirstDigitOfTheReplyAsItCameDecidesItsClass(String reply, ReplyClass expected) {
    assertThat(found(reply).replyClass()).isEqualTo(expected);
  }

  @Test
  void theReplyWithinIsLookedAtFirst() {
    Classification found = found("450 4.4.317 no [Message=421 4.3.2 per resource forest]");
    assertThat(found.reason()).isEqualTo(Reason.FOREST_LIMIT);
    assertThat(found.rule().orElseThrow().of()).hasToString("421 4.3.2 per resource forest");
    assertThat(found.reply().outer().code()).isEqualTo(450);
  }

  @Test
  void aReplyWithinThatNoRuleKnowsLeavesTheOuterOne() {
    Classification found = found("450 4.4.317 no [Message=421 4.9.9 no]");
    assertThat(found.reason()).isEqualTo(Reason.SESSION_NOT_ESTABLISHED);
    assertThat(found.reply().inner()).hasToString("Optional[421 4.9.9 no]");
  }

  @Test
  void aUsersRuleComesFirstWhicheverOfTheTwoItFits() {
    Rule own = rule("own", Reason.DANE_FAILED, status("4.4.317"));
    Classifier mine = new Classifier(List.of(own), List.of(FOREST, BUSY));
    NestedReply reply =
        NestedReply.read("450 4.4.317 no [Message=421 4.3.2 per resource forest]").orElseThrow();
    assertThat(mine.classify(reply).reason()).isEqualTo(Reason.DANE_FAILED);
  }

  @Test
  void thePhaseRefinesWhereItIsKnown() {
    Rule atRcpt =
        new Rule(
            "at-rcpt",
            new Conditions(
                List.of(), List.of(StatusPattern.NONE), List.of(), Set.of(), Set.of(Phase.RCPT)),
            Reason.RECIPIENT_UNKNOWN,
            Party.US,
            "x");
    Classifier refined = new Classifier(List.of(), List.of(atRcpt));
    SmtpReply reply = SmtpReply.of(550, List.of("no"));
    assertThat(refined.classify(reply, Phase.RCPT).reason()).isEqualTo(Reason.RECIPIENT_UNKNOWN);
    assertThat(refined.classify(reply, Phase.DATA).reason()).isEqualTo(Reason.UNCLASSIFIED);
    assertThat(refined.classify(NestedReply.of(reply)).reason()).isEqualTo(Reason.UNCLASSIFIED);
  }

  /** The same words are two faults, by whose they are. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "421 4.3.2 no | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 no] | UNKNOWN",
        "450 4.4.317 x [Message=421 4.3.2 no] [LastAttemptedServerName=mx.example.net] | RECEIVER",
        "450 4.4.317 x [Message=421 4.3.2 no] [LastAttemptedServerName=c.mail.protection.outlook.com] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 no] [LastAttemptedServerName=C.MAIL.PROTECTION.OUTLOOK.COM] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 no] [LastAttemptedServerName=c-com.a1.mx.microsoft] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 no] [LastAttemptedServerName=outlook.com.example.net] | RECEIVER",
        "450 4.4.317 x [Message=421 4.3.2 no PRX8] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 no [a.namprd07.prod.outlook.com]] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=421 4.3.2 per resource forest] | EXCHANGE_ONLINE",
        "450 4.4.317 x [Message=UntrustedRoot] | RECEIVER",
        "450 4.4.317 x [Message=UntrustedRoot] [LastAttemptedServerName=c.mail.protection.outlook.com] | EXCHANGE_ONLINE",
        "450 4.4.317 x | UNKNOWN",
        "450 4.4.317 x [LastAttemptedServerName=mx.example.net] | RECEIVER",
        "450 4.9.9 x [LastAttemptedServerName=mx.example.net] | RECEIVER"
      })
  void whoTheNextHopIsSaysWhomItPointsAt(String reply, Party party) {
    assertThat(found(reply).party()).isEqualTo(party);
  }

  @Test
  void whereTheNextHopSaysOtherwiseSoDoesTheAdvice() {
    String reply = "450 4.4.317 x [Message=421 4.3.2 no]";
    assertThat(found("421 4.3.2 no").advice()).isEqualTo(BUSY.advice());
    assertThat(found(reply + " [LastAttemptedServerName=mx.example.net]").advice())
        .contains("your receiver");
    assertThat(found(reply).advice()).contains("next hop");
  }

  @Test
  void whatRefusesNothingHasNoReason() {
    assertThatThrownBy(() -> classifier.classify(SmtpReply.of(250, List.of("ok")), Phase.MAIL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> found("354 go on")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "later ATTR17 | ATTR17",
        "later. PRX9 RemoteHost: x | PRX9",
        "from [192.0.2.1]. (S77714) | S77714",
        "(AS77712344) [a.example.com] | AS77712344",
        "forwarding AS(7555) | AS7555",
        "ATTR35. | ATTR35",
        "[ATTR2] | ATTR2"
      })
  void theSuffixIsFound(String text, String suffix) {
    assertThat(Suffix.in(text)).map(Suffix::toString).hasValue(suffix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "S3", "XPRX1", "PRX", "PRX1x", "AS", "MASS(1)", "(S)", "S 77", "PRX(", "prx1"})
  void whatIsNoSuffixIsNone(String text) {
    assertThat(Suffix.in(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " ", "a*", "AS(1", "(S", "[message=", "4.3.2 ", "\u0130"})
  void aHostileReplyIsClassifiedInNoTime(String piece) {
    String text = "4.3.2 " + piece.repeat(400_000 / piece.length());
    List<Rule> many = List.of(rule("a", Reason.EXPIRED, text("a*a*a*a*a*a*b")), FOREST);
    Classifier hard = new Classifier(many, many);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThat(hard.classify(SmtpReply.of(421, List.of(text)), Phase.MAIL).reason())
                .isEqualTo(Reason.UNCLASSIFIED));
  }

  @Test
  void anyReplyHasAnAnswer() {
    Randomized.check(
        3_000,
        random -> {
          String text = Randomized.text(random, 80, "4.3.2 [Message=45]PRX(S7)");
          SmtpReply reply = SmtpReply.of(400 + random.nextInt(200), List.of(text));
          Classification found = classifier.classify(reply, Phase.RCPT);
          assertThat(found.replyClass() == ReplyClass.TRANSIENT).isEqualTo(reply.isTransient());
          assertThat(found.rule().isEmpty()).isEqualTo(found.reason() == Reason.UNCLASSIFIED);
        });
  }

  private Classification found(String reply) {
    return classifier.classify(NestedReply.read(reply).orElseThrow());
  }

  private static Rule rule(String name, Reason reason, Conditions conditions) {
    return new Rule(name, conditions, reason, reason.party(), reason.advice());
  }

  private static Conditions status(String... patterns) {
    return new Conditions(
        List.of(),
        Arrays.stream(patterns).map(StatusPattern::parse).map(Optional::orElseThrow).toList(),
        List.of(),
        Set.of(),
        Set.of());
  }

  private static Conditions text(String... patterns) {
    return new Conditions(
        List.of(),
        List.of(),
        Arrays.stream(patterns).map(TextPattern::parse).map(Optional::orElseThrow).toList(),
        Set.of(),
        Set.of());
  }
}
