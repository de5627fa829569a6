package io.github.polystill.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.polystill.data.text.ControlCharacters;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log line by line to stderr, or to a progress line that must not be torn. */
public final class LogAppender extends AppenderBase<ILoggingEvent> {
  static final String NAME = "stderr";

  private final PrintWriter stderr = new TerminalWriter(StandardError.writer(false), true);
  private final PatternLayout layout = new PatternLayout();
  private volatile Consumer<String> lines = stderr::println;
  private volatile Consumer<String> warnings = warning -> {};

  @Override
  public void start() {
    layout.setContext(getContext());
    layout.setPattern("%d{HH:mm:ss} %level %msg%nopex");
    layout.start();
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.accept(ControlCharacters.replace(layout.doLayout(event), " "));
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      warnings.accept(event.getFormattedMessage());
    }
  }

  /**
   * Sends the log elsewhere until the result is run.
   *
   * @param warnings also told of each warning, without time and level
   */
  public static Runnable redirect(Consumer<String> lines, Consumer<String> warnings) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(NAME)
            instanceof LogAppender appender) {
      Consumer<String> linesBefore = appender.lines;
      Consumer<String> warningsBefore = appender.warnings;
      appender.lines = lines;
      appender.warnings = warnings;
      return () -> {
        appender.lines = linesBefore;
        appender.warnings = warningsBefore;
      };
    }
    return () -> {};
  }

  /** Logs more of polystill itself. */
  public static void debug() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("io.github.polystill").setLevel(Level.DEBUG);
    }
  }
}
