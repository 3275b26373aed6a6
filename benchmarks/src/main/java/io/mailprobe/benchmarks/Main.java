package io.mailprobe.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and prints each as a ratio to its peer, since absolute figures say more of
 * the machine than of us. Takes JMH's own options, such as a pattern or {@code -i 10}.
 */
public final class Main {

  /** What is compared with what; more is worse for times and better for rates. */
  private record Pair(String ours, String peer, String words) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("StampBenchmark.sign", "StampBenchmark.bareHmac", "× the time of a bare HMAC"),
          new Pair("StampBenchmark.verify", "StampBenchmark.bareHmac", "× the time of a bare HMAC"),
          new Pair(
              "QueueBenchmark.workedThrough",
              "QueueBenchmark.scheduled",
              "× the time of an event for each arrival and departure"),
          new Pair(
              "StoreBenchmark.groupCommitAlone",
              "StoreBenchmark.commitPerRowAlone",
              "× the rows of a commit per row"),
          new Pair(
              "StoreBenchmark.groupCommitOf32",
              "StoreBenchmark.commitPerRowOf32",
              "× the rows of a commit per row"));

  private Main() {}

  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    CommandLineOptions wanted = new CommandLineOptions(arguments);
    Options options =
        new OptionsBuilder()
            .parent(wanted)
            .forks(wanted.getForkCount().orElse(1))
            .warmupIterations(wanted.getWarmupIterations().orElse(3))
            .warmupTime(wanted.getWarmupTime().orElse(TimeValue.seconds(2)))
            .measurementIterations(wanted.getMeasurementIterations().orElse(5))
            .measurementTime(wanted.getMeasurementTime().orElse(TimeValue.seconds(2)))
            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
            .build();
    Collection<RunResult> results = new Runner(options).run();
    System.out.println();
    for (Pair pair : PAIRS) {
      double ours = score(results, pair.ours());
      double peer = score(results, pair.peer());
      if (!Double.isNaN(ours / peer)) {
        System.out.printf("%-34s %6.2f %s%n", pair.ours(), ours / peer, pair.words());
      }
    }
  }

  private static double score(Collection<RunResult> results, String name) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + name))
        .mapToDouble(result -> result.getPrimaryResult().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }
}
