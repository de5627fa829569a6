package io.github.polystill.models.savedmodel;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Some texts and what a model makes of them, written beside it, so that any other runtime can show
 * that it computes the same: {@code tools/check_savedmodel.py} does so with Python TensorFlow.
 */
public final class SelfCheck {
  /** Where the texts stand, relative to the directory of the model. */
  public static final String FILE = "assets.extra/check.json";

  private SelfCheck() {}

  /**
   * Writes {@value #FILE}: {@code {"tokens": [[...]], "probabilities": [[...]]}}.
   *
   * @param versionDir holds {@code saved_model.pb}
   * @param texts words and line ends of each text
   * @param probabilities [texts][outputs]
   */
  public static void write(Path versionDir, List<List<String>> texts, float[][] probabilities)
      throws IOException {
    if (texts.size() != probabilities.length) {
      throw new IllegalArgumentException(
          texts.size() + " texts, " + probabilities.length + " rows of probabilities");
    }
    AtomicFiles.write(
        versionDir.resolve(FILE),
        out -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeArrayFieldStart("tokens");
            for (List<String> text : texts) {
              json.writeArray(text.toArray(String[]::new), 0, text.size());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("probabilities");
            for (float[] row : probabilities) {
              json.writeStartArray();
              for (float probability : row) {
                json.writeNumber(probability);
              }
              json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
        });
  }
}
