package io.github.polystill.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stderr is connected to.
 *
 * @param live whether a line on it can be rewritten
 * @param columns its width
 */
public record Terminal(boolean live, int columns) {
  /** Set by the launcher where stderr is a terminal; Java itself cannot tell. */
  private static final String VARIABLE = "POLYSTILL_TERMINAL";

  private static final int DEFAULT_COLUMNS = 80;
  private static final Pattern SIZE = Pattern.compile("\\s*[0-9]+ ([1-9][0-9]{0,4})\\s*");

  public static Terminal ofStderr() {
    boolean live = System.getenv(VARIABLE) != null && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(live, live ? width().orElse(DEFAULT_COLUMNS) : DEFAULT_COLUMNS);
  }

  private static Optional<Integer> width() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      return columnsIn(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty(); // no such command, as on Windows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The columns in what {@code stty size} prints: rows, a space, columns. */
  static Optional<Integer> columnsIn(String size) {
    Matcher matcher = SIZE.matcher(size);
    return matcher.matches() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
  }
}
