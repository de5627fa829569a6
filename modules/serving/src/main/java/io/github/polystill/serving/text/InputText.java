package io.github.polystill.serving.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A text to classify.
 *
 * @param file or stream that it is from, "" where it is from none
 * @param line where it stands there, 0 where it is from none
 * @param number of the element that holds it, from 1 on, where it is from an array, in which many
 *     may stand on one line; else 0
 * @param id that its file gives it, whatever it is
 */
public record InputText(String text, String file, long line, long number, Optional<JsonNode> id) {
  /** A text from no array. */
  public InputText(String text, String file, long line, Optional<JsonNode> id) {
    this(text, file, line, 0, id);
  }

  /** A text from no file. */
  public static InputText of(String text) {
    return new InputText(text, "", 0, Optional.empty());
  }

  /** How an error about it begins: {@code file:line: }, or nothing. */
  String place() {
    return line == 0 ? "" : place(file, line, number);
  }

  /** How an error begins; a corpus in an array calls its elements records too. */
  static String place(String file, long line, long number) {
    return file + ":" + line + ": " + (number == 0 ? "" : "record " + number + ": ");
  }
}
