package io.mailprobe.app.doctor.spf;

import io.mailprobe.app.doctor.spf.SpfResult.Verdict;
import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData;
import io.mailprobe.prober.lookup.RecordType;
import io.mailprobe.prober.lookup.ReverseName;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** One evaluation, with the limits that hold for all of it (RFC 7208 4.6.4). */
final class Evaluation {

  /** All four parts: Java takes fewer for an address, too. */
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private static final int MOST_LOOKUPS = 10;
  private static final int MOST_VOID_LOOKUPS = 2;
  private static final int MOST_NAMES = 10;

  private final BiFunction<String, RecordType, Answer> names;
  private final Macros macros;
  private final RecordType family;
  private int lookups;
  private int voidLookups;
  private String first = "";

  Evaluation(BiFunction<String, RecordType, Answer> names, Macros macros) {
    this.names = names;
    this.macros = macros;
    this.family = macros.address() instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
  }

  String record() {
    return first;
  }

  int lookups() {
    return lookups;
  }

  SpfResult of(String domain) throws SpfException {
    Answer texts = answered(names.apply(domain, RecordType.TXT));
    List<String> records = Spf.records(texts);
    if (records.isEmpty()) {
      return result(Verdict.NONE, domain + " has no SPF record");
    }
    if (records.size() > 1) {
      throw SpfException.permanent(domain + " has " + records.size() + " SPF records, not one");
    }
    if (first.isEmpty()) {
      first = records.getFirst();
    }
    return evaluate(domain, records.getFirst());
  }

  private SpfResult evaluate(String domain, String record) throws SpfException {
    List<Term> terms = new ArrayList<>();
    for (String word : record.strip().split(" +", -1)) {
      if (!word.equalsIgnoreCase("v=spf1")) {
        terms.add(Term.read(word)); // A wrong term counts wherever it stands (RFC 7208 4.6).
      }
    }
    Optional<String> redirect = Optional.empty();
    for (Term term : terms) {
      switch (term) {
        case Term.Mechanism mechanism -> {
          if (matches(mechanism, domain)) {
            return result(mechanism.verdict(), words(mechanism) + " of " + domain + " decides");
          }
        }
        case Term.Modifier(String name, String value) -> {
          if (name.equals("redirect")) {
            redirect = Optional.of(value);
          }
        }
      }
    }
    if (redirect.isEmpty()) {
      return result(Verdict.NEUTRAL, "no term of " + domain + " matches");
    }
    count();
    SpfResult other = of(macros.expand(redirect.get(), domain));
    if (other.verdict() == Verdict.NONE) {
      throw SpfException.permanent("redirect: " + other.why());
    }
    return other;
  }

  private boolean matches(Term.Mechanism term, String domain) throws SpfException {
    String target = term.domain().isEmpty() ? domain : macros.expand(term.domain(), domain);
    return switch (term.name()) {
      case "all" -> true;
      case "ip4", "ip6" -> contains(literal(term), term);
      case "a" -> {
        count();
        yield hasAddress(target, term);
      }
      case "mx" -> {
        count();
        yield mailServerMatches(target, term);
      }
      case "include" -> {
        count();
        yield includes(target);
      }
      case "exists" -> {
        count();
        yield asked(target, RecordType.A).isFound();
      }
      case "ptr" -> {
        count();
        yield nameMatches(target);
      }
      default -> throw SpfException.permanent("there is no mechanism " + term.name());
    };
  }

  private boolean includes(String target) throws SpfException {
    SpfResult included = of(target);
    return switch (included.verdict()) {
      case PASS -> true;
      case FAIL, SOFTFAIL, NEUTRAL -> false;
      case TEMPERROR -> throw SpfException.temporary(included.why());
      case NONE, PERMERROR -> throw SpfException.permanent("include: " + included.why());
    };
  }

  private boolean mailServerMatches(String target, Term.Mechanism term) throws SpfException {
    List<String> servers =
        asked(target, RecordType.MX)
            .all(RecordData.MailServer.class)
            .filter(server -> !server.isNull())
            .map(RecordData.MailServer::exchange)
            .toList();
    if (servers.size() > MOST_NAMES) {
      throw SpfException.permanent(target + " has more than ten mail servers");
    }
    for (String server : servers) {
      if (hasAddress(server, term)) {
        return true;
      }
    }
    return false;
  }

  private boolean nameMatches(String target) throws SpfException {
    List<String> owned =
        names
            .apply(ReverseName.of(macros.address()), RecordType.PTR)
            .all(RecordData.Pointer.class)
            .map(RecordData.Pointer::name)
            .limit(MOST_NAMES)
            .filter(
                name ->
                    ("." + name)
                        .regionMatches(
                            true,
                            name.length() - target.length(),
                            "." + target,
                            0,
                            target.length() + 1))
            .toList();
    for (String name : owned) {
      if (answered(names.apply(name, family))
          .all(RecordData.Address.class)
          .anyMatch(each -> each.address().equals(macros.address()))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasAddress(String name, Term.Mechanism term) throws SpfException {
    return asked(name, family)
        .all(RecordData.Address.class)
        .anyMatch(found -> contains(found.address(), term));
  }

  private static InetAddress literal(Term.Mechanism term) throws SpfException {
    boolean six = term.name().equals("ip6");
    if (six != (term.domain().indexOf(':') >= 0)
        || !(six || IPV4.matcher(term.domain()).matches())) {
      throw SpfException.permanent("\"" + term.domain() + "\" is no address");
    }
    try {
      return InetAddress.ofLiteral(term.domain());
    } catch (IllegalArgumentException _) {
      throw SpfException.permanent("\"" + term.domain() + "\" is no address");
    }
  }

  private boolean contains(InetAddress network, Term.Mechanism term) {
    byte[] ours = macros.address().getAddress();
    byte[] theirs = network.getAddress();
    int bits = network instanceof Inet4Address ? term.prefix4() : term.prefix6();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((ours[bit / 8] ^ theirs[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  private void count() throws SpfException {
    if (++lookups > MOST_LOOKUPS) {
      throw SpfException.permanent("it takes more than ten DNS look-ups");
    }
  }

  /** An answer to a term's own question; those that find nothing are few in a good record. */
  private Answer asked(String name, RecordType type) throws SpfException {
    Answer answer = answered(names.apply(name, type));
    if (answer.isAbsent() && ++voidLookups > MOST_VOID_LOOKUPS) {
      throw SpfException.permanent("more than two of its look-ups find nothing");
    }
    return answer;
  }

  private static Answer answered(Answer answer) throws SpfException {
    return switch (answer.kind()) {
      case FOUND, NO_RECORD, NO_SUCH_NAME -> answer;
      case FAILED, NO_ANSWER -> throw SpfException.temporary(answer.words());
    };
  }

  private static String words(Term.Mechanism term) {
    String sign =
        switch (term.verdict()) {
          case FAIL -> "-";
          case SOFTFAIL -> "~";
          case NEUTRAL -> "?";
          case NONE, PASS, TEMPERROR, PERMERROR -> "";
        };
    return sign + term.name() + (term.domain().isEmpty() ? "" : ":" + term.domain());
  }

  private SpfResult result(Verdict verdict, String why) {
    return new SpfResult(verdict, first, why, lookups);
  }
}
