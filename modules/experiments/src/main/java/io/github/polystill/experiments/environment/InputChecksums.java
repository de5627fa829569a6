package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * SHA-256 of what a run reads.
 *
 * @param corpus the corpus file, or what was generated
 * @param vectors the file of word vectors; empty where they are random or trained by the run
 * @param texts by path, the files beside the corpus that word vectors are trained on
 */
public record InputChecksums(String corpus, Optional<String> vectors, Map<String, String> texts) {

  /**
   * Whether a run read the same; what it did not record counts as the same.
   *
   * @param environment content of its {@code environment.json}
   */
  boolean areThoseOf(JsonNode environment) {
    boolean sameTexts =
        texts.entrySet().stream()
            .allMatch(
                text ->
                    isSame(
                        environment.at("/vectorTraining/textsSha256").path(text.getKey()),
                        text.getValue()));
    return sameTexts
        && isSame(environment.at("/sha256/corpus"), corpus)
        && (vectors.isEmpty() || isSame(environment.at("/sha256/vectors"), vectors.get()));
  }

  /** The same from what was read of the file. */
  public boolean areThoseOf(RecordedEnvironment before) {
    return areThoseOf(before.json());
  }

  private static boolean isSame(JsonNode recorded, String sha256) {
    return !recorded.isTextual() || recorded.asText().equals(sha256);
  }
}
