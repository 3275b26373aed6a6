package io.mailprobe.app.cli;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.UnfitException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as configurations have it, longer than none. */
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Durations.parse(text);
      if (duration.isZero()) {
        throw new UnfitException("expected a duration longer than none");
      }
      return duration;
    } catch (UnfitException e) {
      throw new TypeConversionException(e.describe(text));
    }
  }
}
