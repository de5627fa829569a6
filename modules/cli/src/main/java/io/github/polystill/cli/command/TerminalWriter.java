package io.github.polystill.cli.command;

import io.github.polystill.data.text.ControlCharacters;
import java.io.PrintWriter;

/**
 * A stream for people to read: what in an id, a label, a text or a file's name would steer a
 * terminal is shown as its code, which JSON reads as the same character. Where it goes to a file or
 * a pipe as well, since that may be shown later.
 */
public final class TerminalWriter extends PrintWriter {
  private final PrintWriter target;

  public TerminalWriter(PrintWriter target, boolean autoFlush) {
    super(target, autoFlush);
    this.target = target;
  }

  /** The same stream for what steers the terminal on purpose. */
  public static PrintWriter exact(PrintWriter writer) {
    return writer instanceof TerminalWriter shown ? shown.target : writer;
  }

  @Override
  public void write(int c) {
    write(String.valueOf((char) c));
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    write(new String(buffer, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    String shown = ControlCharacters.escape(text.substring(offset, offset + length));
    super.write(shown, 0, shown.length());
  }
}
