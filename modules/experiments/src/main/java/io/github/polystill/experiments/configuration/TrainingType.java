package io.github.polystill.experiments.configuration;

import java.util.Locale;

/** The three rows that the paper compares for each architecture. */
public enum TrainingType {
  /** One binary network per label, each with the class weight that validates best. */
  TEACHER,
  /** One multi-label network trained on the true labels. */
  STANDALONE,
  /** The same network trained on the teacher's responses. */
  DISTILLED;

  /** The name in experiment files and results, in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
