package io.github.polystill.cli.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Sends the log to stderr: our own from INFO on, libraries' from WARN on. Found by logback through
 * the service loader, which is faster than its XML.
 */
public final class LoggingConfigurator extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LogAppender appender = new LogAppender();
    appender.setContext(context);
    appender.setName(LogAppender.NAME);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    context.getLogger("io.github.polystill").setLevel(Level.INFO);
    // A line for each malformed Host, of which anyone can send many; the sender is told.
    context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
    // Spark warns of what is as it should be on one machine; what goes wrong ends a trial.
    context.getLogger("org.apache.spark").setLevel(Level.ERROR);
    context.getLogger("org.apache.hadoop").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
