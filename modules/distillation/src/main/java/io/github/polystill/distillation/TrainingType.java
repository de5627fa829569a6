package io.github.polystill.distillation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The three rows that the paper compares for each architecture. */
public enum TrainingType {
  /** One binary network per label, the best over the class weights ("binary optimization"). */
  TEACHER,
  /** One multi-label network trained on the true labels. */
  STANDALONE,
  /** One multi-label network trained on the teacher's responses. */
  DISTILLED;

  /** The name in experiment files and run directories: {@code teacher} and so on. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a key, empty where there is none of that name. */
  public static Optional<TrainingType> ofKey(String key) {
    return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
  }
}
