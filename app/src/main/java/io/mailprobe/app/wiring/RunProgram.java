package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.cli.RunCommand;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.time.TimeAndChance;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code mailprobe run}: a node of a configuration, until the system wants it to end. */
public final class RunProgram implements RunCommand.Program {

  private static final Logger log = LoggerFactory.getLogger(RunProgram.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Override
  public int run(ConfigFile file) throws Exception {
    Config config = file.config();
    Termination termination = Termination.install();
    int status = ExitStatus.FAULT;
    try (TimeAndChance given = TimeAndChance.real();
        Node node = new Node(Plans.of(config, given.clock()), given)) {
      node.start();
      log.info(
          "running: {} routes, {} canaries, {}, HTTP on port {}",
          config.routes().size(),
          config.canaries().size(),
          config.receiver().isPresent() ? "a receiver" : "no receiver",
          node.httpPort());
      termination.await();
      node.drain(DRAIN);
      status = ExitStatus.OK;
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    } finally {
      termination.ended(status);
    }
    return status;
  }
}
