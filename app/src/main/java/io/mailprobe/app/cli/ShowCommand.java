package io.mailprobe.app.cli;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.evidence.ProbeEvidence;
import io.mailprobe.protocol.stamp.ProbeId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailprobe show}: the evidence of one probe, ready for a support ticket. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows all the evidence of one probe: its timeline, the dialogue of each attempt,",
      "delivery reports, and each arrival with its way and its headers.",
      "Reads the store, whether mailprobe run is running or not, and changes nothing in it;",
      "where it cannot, it asks the one that is running."
    },
    footer = {
      "",
      "Example:",
      "  mailprobe show /etc/mailprobe/config.yaml 06fq3x9k2m4v8r1t5w7y0z2b4c"
    })
public final class ShowCommand implements Callable<Integer> {

  private static final int SHOWN = 60;

  private final Surroundings surroundings;
  private final Program program;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration file (YAML).")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private Path file;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The probe's id, from the page, a metric's exemplar, or a message's subject.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private String id;

  @Option(
      names = "--json",
      description = "Write it as one JSON object, the one of /api/v1/probes/ID.")
  private boolean json;

  public ShowCommand(Surroundings surroundings, Program program) {
    this.surroundings = surroundings;
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    ProbeId probe =
        ProbeId.parse(id.strip())
            .orElseThrow(() -> new CommandException(ExitStatus.USAGE, malformed(id)));
    Config config = ConfigFile.read(file, surroundings).config();
    ProbeEvidence evidence = program.show(config, probe);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? evidence.json() + "\n" : evidence.text());
    out.flush();
    return ExitStatus.OK;
  }

  private static String malformed(String id) {
    return "\"%s\" is no probe id: those are %d letters and digits, such as in /probes/ID of the page"
        .formatted(
            id.substring(0, Math.min(id.length(), SHOWN)).replaceAll("\\p{Cntrl}+", " "),
            ProbeId.LENGTH);
  }

  /** What looks the probe up. */
  @FunctionalInterface
  public interface Program {

    /**
     * All that is known of a probe.
     *
     * @throws CommandException if there is no such probe, or it cannot be looked up, with words for
     *     the user
     */
    ProbeEvidence show(Config config, ProbeId probe) throws Exception;
  }
}
