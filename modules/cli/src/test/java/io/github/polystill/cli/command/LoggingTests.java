package io.github.polystill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTests {
  /** Whatever other tests of this process have logged. */
  @BeforeEach
  void configure() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LoggingConfigurator configurator = new LoggingConfigurator();
    configurator.setContext(context);
    configurator.configure(context);
  }

  @Test
  void showsOurInformationAndOthersWarningsOnly() {
    List<String> lines = new ArrayList<>();
    Runnable endRedirection = LogAppender.redirect(lines::add, warning -> {});
    try {
      LoggerFactory.getLogger("io.github.polystill.data.X").info("ours");
      LoggerFactory.getLogger("io.github.polystill.data.X").debug("too much");
      LoggerFactory.getLogger("org.example").info("chatter");
      LoggerFactory.getLogger("org.example").warn("theirs");
      LoggerFactory.getLogger("org.eclipse.jetty.util.HostPort").warn("a stranger's Host");
    } finally {
      endRedirection.run();
    }
    LoggerFactory.getLogger("org.example").debug("after");

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).matches("[0-9:]{8} INFO ours");
    assertThat(lines.get(1)).matches("[0-9:]{8} WARN theirs");
  }

  @Test
  void warningsCanBeCollected() {
    List<String> warnings = new ArrayList<>();
    Runnable endRedirection = LogAppender.redirect(line -> {}, warnings::add);
    try {
      LoggerFactory.getLogger("io.github.polystill.data.X").info("ours");
      LoggerFactory.getLogger("org.example").warn("of {}", "theirs");
    } finally {
      endRedirection.run();
    }
    LoggerFactory.getLogger("org.example").warn("after");

    assertThat(warnings).containsExactly("of theirs");
  }
}
