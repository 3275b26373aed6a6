package io.mailprobe.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.health.GraphIssues.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BookTest {

  private static final Instant NOON = Instant.parse("2026-06-02T12:00:00Z");

  private static Book told(Book before, Instant now, Issues.Draft... issues) {
    return before.after(
        new Told(List.of(issues).stream().map(Issues.Draft::made).toList(), 0, true), now);
  }

  private static Book empty() {
    return new Book(List.of());
  }

  private static Instant later(Duration by) {
    return NOON.plus(by);
  }

  @Test
  void theFirstSightStaysAndTheFirstPostOnlyMovesBack() {
    Issues.Draft issue = Issues.of("EX1").started(NOON).firstPost(NOON);
    Book book = told(empty(), NOON, issue);
    book = told(book, later(Duration.ofHours(1)), issue.firstPost(later(Duration.ofHours(1))));
    assertThat(book.known().getFirst().firstSeen()).isEqualTo(NOON);
    assertThat(book.known().getFirst().issue().firstPost()).hasValue(NOON);
    book = told(book, later(Duration.ofHours(2)), issue.firstPost(NOON.minusSeconds(60)));
    assertThat(book.known().getFirst().issue().firstPost()).hasValue(NOON.minusSeconds(60));
  }

  @Test
  void whatIsResolvedStaysForADay() {
    Issues.Draft issue = Issues.of("EX1").started(NOON);
    Instant over = later(Duration.ofHours(5));
    Book book = told(told(empty(), NOON, issue), over, issue.resolved(over));
    assertThat(book.known().getFirst().resolution()).hasValue(over);
    book = told(book, over.plus(Duration.ofHours(24)), issue.resolved(over));
    assertThat(book.known()).hasSize(1);
    book = told(book, over.plus(Duration.ofHours(24)).plusSeconds(1), issue.resolved(over));
    assertThat(book.known()).isEmpty();
    assertThat(told(empty(), over.plus(Duration.ofDays(3)), issue.resolved(over)).known())
        .isEmpty();
  }

  @Test
  void whatGoesOnAgainIsNotResolved() {
    Issues.Draft issue = Issues.of("EX1").started(NOON);
    Book book = told(told(empty(), NOON, issue.resolved(NOON)), NOON, issue);
    assertThat(book.known().getFirst().resolution()).isEmpty();
  }

  /** One answer without it may be Graph's mistake. */
  @Test
  void whatIsNotToldOfForAnHourIsDropped() {
    Issues.Draft issue = Issues.of("EX1").started(NOON);
    Book book = told(told(empty(), NOON, issue), later(Duration.ofMinutes(2)));
    assertThat(book.known()).hasSize(1);
    assertThat(told(book, later(Duration.ofMinutes(4)), issue).known().getFirst().missingSince())
        .isEmpty();
    book = told(book, later(Duration.ofMinutes(62)));
    assertThat(book.known()).hasSize(1);
    assertThat(told(book, later(Duration.ofMinutes(63))).known()).isEmpty();
  }

  @Test
  void anAnswerThatIsNotWholeShowsNothingAsMissing() {
    Book book = told(empty(), NOON, Issues.of("EX1").started(NOON));
    assertThat(book.after(new Told(List.of(), 0, false), later(Duration.ofHours(9))))
        .isEqualTo(book);
  }

  @Test
  void thereAreNeverTooManyAndThoseThatGoOnComeFirst() {
    Issues.Draft[] many =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  Issues.Draft issue = Issues.of("EX" + i).started(NOON.plusSeconds(i));
                  return i % 10 == 0 ? issue : issue.resolved(NOON.plusSeconds(i));
                })
            .toArray(Issues.Draft[]::new);
    List<Known> known = told(empty(), later(Duration.ofHours(1)), many).known();
    assertThat(known).hasSize(Book.MOST);
    assertThat(known.subList(0, 20)).allMatch(each -> each.resolution().isEmpty());
    assertThat(known.getFirst().issue().id()).isEqualTo("EX190");
    assertThat(known.get(20).issue().id()).isEqualTo("EX199");
  }

  @Test
  void leadsAreOurInstantBeforeTheirs() {
    Issue issue = Issues.of("EX1").started(NOON).firstPost(later(Duration.ofMinutes(90))).made();
    IssueStatus status =
        new IssueStatus(
            issue,
            NOON,
            Optional.empty(),
            Optional.of(new Spell(later(Duration.ofMinutes(1)), NOON, "amer outbound")));
    assertThat(status.lead(IssueStatus.Mark.START)).hasValue(Duration.ofMinutes(-1));
    assertThat(status.lead(IssueStatus.Mark.FIRST_POST)).hasValue(Duration.ofMinutes(89));
    assertThat(status.lead(IssueStatus.Mark.RESOLUTION)).isEmpty();
  }
}
