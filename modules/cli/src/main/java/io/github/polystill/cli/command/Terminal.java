package io.github.polystill.cli.command;

/**
 * What stderr is connected to.
 *
 * @param live whether a line on it can be rewritten
 * @param columns its width
 */
public record Terminal(boolean live, int columns) {
  /** Set by the launcher where stderr is a terminal, to what {@code stty size} prints. */
  private static final String VARIABLE = "POLYSTILL_TERMINAL";

  private static final int DEFAULT_COLUMNS = 80;

  public static Terminal ofStderr() {
    String size = System.getenv(VARIABLE);
    return new Terminal(size != null && !"dumb".equals(System.getenv("TERM")), columnsIn(size));
  }

  /** The columns in rows, a space and columns; 80 where there is none. */
  static int columnsIn(String size) {
    return size != null && size.matches("[0-9]+ [1-9][0-9]{0,4}\\s*")
        ? Integer.parseInt(size.strip().replaceFirst(".* ", ""))
        : DEFAULT_COLUMNS;
  }
}
