package io.github.polystill.serving.text;

import java.util.Optional;

/**
 * Where the records of a file have what is read of them.
 *
 * @param text field or column of the text
 * @param id that of the id; where it is not given, "id" if there is one
 */
public record InputFields(String text, Optional<String> id) {
  private static final String ID = "id";

  /** The fields {@code text} and, where there is one, {@code id}. */
  public static InputFields defaults() {
    return new InputFields("text", Optional.empty());
  }

  String idOrDefault() {
    return id.orElse(ID);
  }
}
