package io.mailprobe.app.cli;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.UnfitException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads when: an instant with its zone, a day (UTC), or how long ago. */
final class WhenConverter implements ITypeConverter<When> {

  @Override
  public When convert(String text) {
    try {
      return new When.Ago(Durations.parse(text));
    } catch (UnfitException _) {
      return at(text);
    }
  }

  private static When at(String text) {
    try {
      return new When.At(
          text.length() == "2026-06-02".length()
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException _) {
      throw new TypeConversionException(
          "expected an instant such as 2026-06-02T13:00Z, a day such as 2026-06-02 (UTC), or how"
              + " long ago, such as 6h; not \""
              + text.replaceAll("\\p{Cntrl}+", " ")
              + "\"");
    } catch (DateTimeException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
