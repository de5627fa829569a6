package io.github.polystill.models.savedmodel;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Some texts and what a model makes of them, written beside it, so that any other runtime can show
 * that it computes the same: {@code tools/check_savedmodel.py} does so with Python TensorFlow.
 */
public final class SelfCheck {
  /** Where the texts stand, relative to the directory of the model. */
  public static final String FILE = "assets.extra/check.json";

  private SelfCheck() {}

  /**
   * Writes {@value #FILE}: {@code {"token_ids": [[...]], "probabilities": [[...]]}}.
   *
   * @param versionDir holds {@code saved_model.pb}
   * @param tokenRows [texts][length], padded to the length that the model takes
   * @param probabilities [texts][outputs]
   */
  public static void write(Path versionDir, int[][] tokenRows, float[][] probabilities)
      throws IOException {
    if (tokenRows.length != probabilities.length) {
      throw new IllegalArgumentException(
          tokenRows.length + " texts, " + probabilities.length + " rows of probabilities");
    }
    AtomicFiles.write(
        versionDir.resolve(FILE),
        out -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeArrayFieldStart("token_ids");
            for (int[] row : tokenRows) {
              json.writeArray(row, 0, row.length);
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
