package io.mailprobe.app.wiring;

import io.mailprobe.app.cli.CommandException;
import io.mailprobe.app.cli.DoctorCommand;
import io.mailprobe.app.cli.ExitStatus;
import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.ConfigFile;
import io.mailprobe.app.doctor.Doctor;
import io.mailprobe.app.doctor.Finding;
import io.mailprobe.app.doctor.Tools;
import io.mailprobe.app.time.TimeAndChance;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.prober.submit.EngineSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** {@code mailprobe doctor}: gives the doctor what it works with. */
public final class DoctorProgram implements DoctorCommand.Program {

  private static final int HTTPS = 443;

  @Override
  public boolean doctor(ConfigFile file, Duration patience, Consumer<Finding> sink)
      throws CommandException, InterruptedException {
    try (TimeAndChance given = TimeAndChance.real()) {
      return new Doctor(tools(file.config(), given, patience, HTTPS)).examine(sink);
    } catch (IOException e) {
      throw new CommandException(ExitStatus.FAULT, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a doctor works with.
   *
   * @param policyPort where web servers are asked for MTA-STS policies
   */
  static Tools tools(Config config, TimeAndChance given, Duration patience, int policyPort)
      throws IOException {
    EngineSettings engine = Plans.engine(config);
    Silent silent = new Silent();
    return new Tools(
        config,
        engine,
        Plans.tokens(engine, given.clock(), TokenEvents.UNHEARD),
        () -> Plans.runningFeed(config),
        given.clock(),
        given.scheduler(),
        given.random(),
        silent,
        silent,
        patience,
        policyPort);
  }
}
