package io.mailprobe.prober.account;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts the ages that all probes have reached by now, in one statement however many they are: a
 * start after hours may find a day of probes. The same arithmetic as {@link Ages}.
 */
final class AllAges {

  private record Group(String route, int from, int to, long probes) {}

  private AllAges() {}

  static void count(Connection connection, long now) throws SQLException {
    String reached = cases(now, age -> Integer.toString(age + 1)) + " ELSE 0 END";
    List<Group> groups =
        Sql.list(
            connection,
            "SELECT route, ages, reached, count(*) FROM (SELECT route, ages, "
                + reached
                + " AS reached FROM probes WHERE next_age <= ?) AS due GROUP BY route, ages, reached",
            row -> new Group(row.getString(1), row.getInt(2), row.getInt(3), row.getLong(4)),
            now);
    if (groups.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        "UPDATE probes SET ages = "
            + reached
            + ", next_age = "
            + cases(
                now,
                age -> age + 1 < Ages.COUNT ? "scheduled + stepped + " + Ages.due(age + 1) : "NULL")
            + " END WHERE next_age <= ?",
        now);
    for (Group group : groups) {
      for (int age = group.from(); age < group.to(); age++) {
        Totals.add(connection, group.route(), Tally.undeliveredAt(age), group.probes());
      }
    }
  }

  /** Begins with the oldest age, so that the first that fits is the one that was reached last. */
  private static String cases(long now, IntFunction<String> value) {
    return IntStream.iterate(Ages.COUNT - 1, age -> age >= 0, age -> age - 1)
        .mapToObj(
            age ->
                "WHEN scheduled + stepped <= "
                    + (now - Ages.due(age))
                    + " THEN "
                    + value.apply(age))
        .collect(Collectors.joining(" ", "CASE ", ""));
  }
}
