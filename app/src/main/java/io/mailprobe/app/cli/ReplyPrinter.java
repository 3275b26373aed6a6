package io.mailprobe.app.cli;

import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.classify.ReplyClass;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.reply.Trailer;
import io.mailprobe.protocol.trace.ServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a reply means, for people or for programs. */
final class ReplyPrinter {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NO_REFUSAL = "positive: it refuses nothing";
  private static final String GO_ON = "intermediate: the server waits for what comes next";

  private final List<Rule> own;

  /**
   * @param own the user's own rules among all
   */
  ReplyPrinter(List<Rule> own) {
    this.own = own;
  }

  String text(Classification found) {
    NestedReply reply = found.reply();
    List<String> lines = new ArrayList<>();
    lines.add(plain(reply.outer().toString()));
    lines.add("");
    add(lines, "Means", found.reason().label() + ": " + found.reason().meaning());
    add(lines, "Class", classInWords(reply.outer()));
    add(lines, "Points at", found.party().words());
    add(lines, "Because", because(found));
    add(lines, "To do", found.advice());
    reply.inner().ifPresent(inner -> add(lines, "It quotes", plain(inner.toString())));
    nextHop(reply).ifPresent(hop -> add(lines, "Next hop", hop));
    found.suffix().ifPresent(suffix -> add(lines, "Suffix", suffix.toString()));
    found.trailer().ifPresent(trailer -> add(lines, "Server", server(trailer)));
    return String.join(System.lineSeparator(), lines);
  }

  private static void add(List<String> lines, String title, String text) {
    lines.add("%-10s %s".formatted(title, text));
  }

  private static String classInWords(SmtpReply reply) {
    String words =
        switch (ReplyClass.of(reply)) {
          case TRANSIENT -> "transient: the sender is to try again";
          case PERMANENT -> "permanent: the sender is to give up";
        };
    return words
        + reply
            .enhanced()
            .filter(_ -> reply.disagrees())
            .map(status -> "; its enhanced code " + status + " says otherwise and does not count")
            .orElse("");
  }

  private String because(Classification found) {
    if (found.rule().isEmpty()) {
      return "no rule matches";
    }
    Rule rule = found.rule().get().rule();
    boolean inner = found.reply().inner().filter(found.rule().get().of()::equals).isPresent();
    String hop =
        found.party() == rule.party()
            ? ""
            : "; by itself that points at " + words(rule.party()) + ", who said it changes that";
    return "%srule %s matches%s: %s%s"
        .formatted(
            own.contains(rule) ? "your " : "",
            rule.name(),
            inner ? " the reply it quotes" : "",
            rule.conditions(),
            hop);
  }

  private static String words(Party party) {
    return party == Party.UNKNOWN ? "anyone" : party.words();
  }

  private static Optional<String> nextHop(NestedReply reply) {
    List<String> parts = new ArrayList<>();
    reply.nextHop().ifPresent(parts::add);
    reply.nextHopAddress().map(address -> "[" + address + "]").ifPresent(parts::add);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
  }

  private static String server(Trailer trailer) {
    return trailer.server()
        + ServerName.of(trailer.server()).forest().map(forest -> ", forest " + forest).orElse("")
        + trailer.clock().map(clock -> ", its clock " + clock).orElse("")
        + trailer.session().map(session -> ", session " + session).orElse("");
  }

  String textOfNoRefusal(SmtpReply reply) {
    return plain(reply.toString())
        + System.lineSeparator()
        + System.lineSeparator()
        + (reply.isPositive() ? NO_REFUSAL : GO_ON);
  }

  String json(Classification found) {
    NestedReply reply = found.reply();
    ObjectNode root = reply(reply.outer());
    root.put("class", found.replyClass().label())
        .put("reason", found.reason().label())
        .put("meaning", found.reason().meaning())
        .put("party", found.party().label())
        .put("advice", found.advice());
    put(root, "rule", found.rule().map(match -> match.rule().name()));
    put(root, "conditions", found.rule().map(match -> match.rule().conditions().toString()));
    root.put("own_rule", found.rule().filter(match -> own.contains(match.rule())).isPresent());
    put(root, "inner_reply", reply.inner().map(Object::toString));
    put(root, "next_hop", reply.nextHop());
    put(root, "next_hop_address", reply.nextHopAddress());
    put(root, "suffix", found.suffix().map(Object::toString));
    put(root, "server", found.trailer().map(Trailer::server));
    put(
        root,
        "forest",
        found.trailer().map(Trailer::server).map(ServerName::of).flatMap(ServerName::forest));
    put(root, "server_clock", found.trailer().flatMap(Trailer::clock).map(Object::toString));
    put(root, "server_session", found.trailer().flatMap(Trailer::session));
    return JSON.writeValueAsString(root);
  }

  String jsonOfNoRefusal(SmtpReply reply) {
    return JSON.writeValueAsString(
        reply(reply).put("class", reply.isPositive() ? "positive" : "intermediate"));
  }

  private static ObjectNode reply(SmtpReply reply) {
    ObjectNode root = JSON.createObjectNode();
    root.put("reply", reply.toString()).put("code", reply.code());
    put(root, "enhanced_code", reply.enhanced().map(EnhancedStatus::toString));
    return root;
  }

  private static void put(ObjectNode node, String name, Optional<String> value) {
    value.ifPresentOrElse(text -> node.put(name, text), () -> node.putNull(name));
  }

  /** Without what would command a terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
