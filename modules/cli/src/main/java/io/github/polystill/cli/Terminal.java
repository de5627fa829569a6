package io.github.polystill.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * What stderr is connected to.
 *
 * @param live whether a line on it can be rewritten
 * @param columns its width
 */
record Terminal(boolean live, int columns) {
  /** Set by the launcher, which can ask: the width of stderr's terminal, 0 where it is none. */
  static final String PROPERTY = "polystill.columns";

  private static final int DEFAULT_COLUMNS = 80;

  static Terminal ofStderr() {
    Optional<Integer> told = number(System.getProperty(PROPERTY));
    if (told.isPresent()) {
      return new Terminal(told.get() > 0, told.get());
    }
    boolean live = isTerminal(System.console()) && !"dumb".equals(System.getenv("TERM"));
    int columns = number(System.getenv("COLUMNS")).filter(it -> it > 0).orElse(DEFAULT_COLUMNS);
    return new Terminal(live, columns);
  }

  /** From Java 22 on there always is a console, and it must be asked. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  private static Optional<Integer> number(String text) {
    return Optional.ofNullable(text).filter(it -> it.matches("[0-9]{1,5}")).map(Integer::parseInt);
  }
}
