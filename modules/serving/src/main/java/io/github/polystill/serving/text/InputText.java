package io.github.polystill.serving.text;

import java.util.Optional;

/**
 * A text to classify.
 *
 * @param line where it stands in its file, 0 where it is no line of one
 * @param id that its file gives it
 */
public record InputText(String text, long line, Optional<String> id) {
  /** A text from no file. */
  public static InputText of(String text) {
    return new InputText(text, 0, Optional.empty());
  }
}
