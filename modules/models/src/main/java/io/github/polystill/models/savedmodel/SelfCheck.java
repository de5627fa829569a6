package io.github.polystill.models.savedmodel;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Some texts and what a model makes of them, written beside it, so that any other runtime can show
 * that it computes the same: {@code tools/check_savedmodel.py} does so with Python TensorFlow.
 *
 * @param tokens words and line ends of each text
 * @param probabilities [texts][outputs]
 */
@SuppressWarnings("ArrayRecordComponent")
record SelfCheck(List<List<String>> tokens, float[][] probabilities) {
  /** Where it stands, relative to the directory of the model. */
  static final String FILE = "assets.extra/check.json";

  private static final JsonMapper JSON = new JsonMapper();

  SelfCheck {
    if (tokens.size() != probabilities.length) {
      throw new IllegalArgumentException(
          tokens.size() + " texts, " + probabilities.length + " rows of probabilities");
    }
  }

  /** Writes {@value #FILE}. */
  void write(Path version) throws IOException {
    AtomicFiles.writeString(version.resolve(FILE), JSON.writeValueAsString(this));
  }
}
