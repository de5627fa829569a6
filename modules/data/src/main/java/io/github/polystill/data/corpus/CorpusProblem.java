package io.github.polystill.data.corpus;

import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * Something wrong in a corpus file.
 *
 * @param file the file
 * @param line 1-based line on which the record starts
 * @param message what is wrong and what to do, one line
 * @param scope what the problem spoils
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CorpusProblem(Path file, long line, String message, Scope scope) {

  /** What a problem spoils. */
  public enum Scope {
    /** One record; the others can be used without it. */
    RECORD,
    /** The file as a whole, such as a header without the text column; skipping does not help. */
    FILE
  }

  /** The problem as {@code file:line: message}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
