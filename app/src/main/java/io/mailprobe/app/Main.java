package io.mailprobe.app;

import io.mailprobe.app.cli.CheckCommand;
import io.mailprobe.app.cli.Cli;
import io.mailprobe.app.cli.DemoCommand;
import io.mailprobe.app.cli.DoctorCommand;
import io.mailprobe.app.cli.ExplainReplyCommand;
import io.mailprobe.app.cli.ReplayCommand;
import io.mailprobe.app.cli.ReportCommand;
import io.mailprobe.app.cli.RunCommand;
import io.mailprobe.app.cli.SendCommand;
import io.mailprobe.app.cli.ShowCommand;
import io.mailprobe.app.cli.SimulateCommand;
import io.mailprobe.app.config.Machine;
import io.mailprobe.app.config.bind.Surroundings;
import io.mailprobe.app.time.SystemClock;
import io.mailprobe.app.wiring.DemoProgram;
import io.mailprobe.app.wiring.DoctorProgram;
import io.mailprobe.app.wiring.ReplayProgram;
import io.mailprobe.app.wiring.ReportProgram;
import io.mailprobe.app.wiring.RunProgram;
import io.mailprobe.app.wiring.SendProgram;
import io.mailprobe.app.wiring.ShowProgram;
import io.mailprobe.app.wiring.SimulateProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the program starts. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Surroundings machine = new Machine();
    System.exit(
        new Cli(writer(FileDescriptor.out), writer(FileDescriptor.err))
            .with(new CheckCommand(machine))
            .with(new RunCommand(machine, new RunProgram()))
            .with(new DoctorCommand(machine, new DoctorProgram()))
            .with(new SendCommand(machine, new SendProgram()))
            .with(new DemoCommand(machine, new DemoProgram()))
            .with(new ReplayCommand(new ReplayProgram(machine, System.getenv("PATH"))))
            .with(new SimulateCommand(machine, new SimulateProgram()))
            .with(new ShowCommand(machine, new ShowProgram(new SystemClock())))
            .with(new ReportCommand(machine, new ReportProgram(new SystemClock())))
            .with(new ExplainReplyCommand(machine))
            .execute(arguments));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
