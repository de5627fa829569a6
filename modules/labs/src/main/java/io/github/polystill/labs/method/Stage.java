package io.github.polystill.labs.method;

import java.util.Locale;

/** What a run of the method does, in this order. */
public enum Stage {
  /** Until the program itself begins; for Keras, until its pool trains. */
  START,
  /** Reading and segmenting the corpus, dealing folds. */
  CORPUS,
  /** Word vectors, vocabulary and ids. */
  VECTORS,
  TEACHER,
  /** The teacher's answers to all texts; on our side experts give theirs when they are trained. */
  RESPONSES,
  STANDALONE,
  DISTILLED,
  /** Metrics, thresholds and significance. */
  EVALUATION,
  /** Tables, figures, the page of the report, and the end of the process. */
  REPORT;

  /** Whether networks are trained or asked. */
  public boolean isTraining() {
    return this == TEACHER || this == RESPONSES || this == STANDALONE || this == DISTILLED;
  }

  /** The name in output. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
