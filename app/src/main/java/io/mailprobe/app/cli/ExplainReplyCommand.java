package io.mailprobe.app.cli;

import io.mailprobe.app.config.ConfigException;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.config.RuleFile;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.protocol.classify.Classifier;
import io.mailprobe.protocol.classify.Rule;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.Phase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mailprobe explain-reply}: what a reply means, why, whose fault it is, what to do. */
@Command(
    name = "explain-reply",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a server's reply means, by which rule, whom it points at and what to do.",
      "Takes it as it came, from a log, a delivery report or a message trace."
    },
    footer = {
      "",
      "Example:",
      "  mailprobe explain-reply '421 4.3.2 Service not active [SN2PR00CA0018.namprd00...]'"
    })
public final class ExplainReplyCommand implements Callable<Integer> {

  private static final int SHOWN = 60;

  private final Surroundings surroundings;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private CommandSpec spec;

  @Parameters(
      paramLabel = "REPLY",
      arity = "1..*",
      description = "The reply, best in quotes; several words are taken as one text.")
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  private List<String> reply;

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "A configuration whose own rules come first.")
  private @Nullable Path config;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      converter = PhaseConverter.class,
      description = "Where in the session it came, such as rcpt; some rules ask.")
  private @Nullable Phase phase;

  @Option(names = "--json", description = "Write the result as one JSON object.")
  private boolean json;

  public ExplainReplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws ConfigException, CommandException {
    String text = String.join(" ", reply);
    NestedReply read =
        NestedReply.read(text)
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitStatus.USAGE,
                        "no reply in \""
                            + text.substring(0, Math.min(text.length(), SHOWN))
                                .replaceAll("\\p{Cntrl}+", " ")
                            + "\": one begins with its code, such as 421 4.3.2 Service not active"));
    List<Rule> own =
        config == null ? List.of() : ConfigFile.read(config, surroundings).config().rules();
    ReplyPrinter printer = new ReplyPrinter(own);
    PrintWriter out = spec.commandLine().getOut();
    SmtpReply outer = read.outer();
    if (outer.isTransient() || outer.isPermanent()) {
      Classifier classifier = RuleFile.classifier(own);
      var found = phase == null ? classifier.classify(read) : classifier.classify(read, phase);
      out.println(json ? printer.json(found) : printer.text(found));
    } else {
      out.println(json ? printer.jsonOfNoRefusal(outer) : printer.textOfNoRefusal(outer));
    }
    out.flush();
    return ExitStatus.OK;
  }

  private static final class PhaseConverter implements ITypeConverter<Phase> {

    /** No server replies before there is a connection. */
    private static final List<Phase> PHASES =
        Stream.of(Phase.values()).filter(phase -> phase != Phase.TOKEN).toList();

    @Override
    public Phase convert(String text) {
      Optional<Phase> named =
          PHASES.stream()
              .filter(each -> each.label().equals(text.toLowerCase(Locale.ROOT)))
              .findFirst();
      return named.orElseThrow(
          () ->
              new TypeConversionException(
                  "expected one of "
                      + String.join(", ", PHASES.stream().map(Phase::label).toList())
                      + ", got \""
                      + text
                      + "\""));
    }
  }
}
