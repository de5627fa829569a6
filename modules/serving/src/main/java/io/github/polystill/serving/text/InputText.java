package io.github.polystill.serving.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A text to classify.
 *
 * @param file or stream that it is from, "" where it is from none
 * @param line where it stands there, 0 where it is from none
 * @param id that its file gives it, whatever it is
 */
public record InputText(String text, String file, long line, Optional<JsonNode> id) {
  /** A text from no file. */
  public static InputText of(String text) {
    return new InputText(text, "", 0, Optional.empty());
  }

  /** How an error about it begins: {@code file:line: }, or nothing. */
  String place() {
    return line == 0 ? "" : file + ":" + line + ": ";
  }
}
