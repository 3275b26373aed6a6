package io.mailprobe.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up what is logged, and how: always to standard error, so that results stay by themselves.
 */
public final class Logging {

  /**
   * A line for people. What others sent us may hold line breaks; they must not look like lines of
   * ours. The first frames of a fault are enough to find it.
   */
  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\", UTC} %-5level %logger{0}:"
          + " %replace(%replace(%msg%n%ex{6}){'\\s*[\\r\\n]+\\s*', ' | '}){'[ |]+$', ''}%nopex%n";

  /** The least severity of libraries, which tell much that is of no use here. */
  private static final Map<String, Level> LIBRARIES =
      Map.of(
          "org.subethamail", Level.INFO,
          "io.netty", Level.WARN,
          "io.helidon", Level.WARN,
          "org.sqlite", Level.WARN,
          // Whatever fails there comes to us as an exception, and is told without secrets.
          "com.microsoft.aad.msal4j", Level.OFF);

  private Logging() {}

  /** Logs like this from now on. */
  public static void apply(LogSettings settings) {
    apply(settings, (LoggerContext) LoggerFactory.getILoggerFactory());
  }

  static void apply(LogSettings settings, LoggerContext context) {
    context.reset();
    LevelChangePropagator propagator = new LevelChangePropagator();
    propagator.setContext(context);
    propagator.setResetJUL(true);
    propagator.start();
    context.addListener(propagator);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();

    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(settings.format(), context));
    appender.start();

    Level level = Level.toLevel(settings.level().name());
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    LIBRARIES.forEach(
        (name, least) ->
            context.getLogger(name).setLevel(least.isGreaterOrEqual(level) ? least : level));
  }

  private static Encoder<ILoggingEvent> encoder(LogSettings.Format format, LoggerContext context) {
    return switch (format) {
      case PLAIN -> {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        yield encoder;
      }
      case JSON -> {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        yield encoder;
      }
    };
  }
}
