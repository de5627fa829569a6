package io.github.polystill.evaluation;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which model of a run.
 *
 * @param seed of the cross-validation that its fold belongs to, where a run has several; empty for
 *     the first
 * @param fold 0-based
 * @param teacher architecture of the experts that it consists of or has learnt from, such as {@code
 *     textcnn}; empty where there are none
 * @param student architecture of its one network, or the name of a baseline; empty for a teacher
 * @param training how it was trained
 */
public record ModelKey(
    OptionalLong seed,
    int fold,
    Optional<String> teacher,
    Optional<String> student,
    TrainingRow training)
    implements Comparable<ModelKey> {
  private static final Comparator<ModelKey> BY_FOLD =
      Comparator.<ModelKey>comparingLong(key -> key.seed.orElse(Long.MIN_VALUE))
          .thenComparingInt(ModelKey::fold);

  private static final Comparator<ModelKey> ORDER =
      BY_FOLD
          .thenComparing(ModelKey::architecture)
          .thenComparing(key -> key.teacher.orElse(""))
          .thenComparing(ModelKey::training);

  /**
   * Checks that there are experts and a student just where the training has them.
   *
   * @throws IllegalArgumentException if not
   */
  public ModelKey {
    boolean experts = training == TrainingRow.TEACHER || training == TrainingRow.DISTILLED;
    if (teacher.isPresent() != experts
        || student.isPresent() != (training != TrainingRow.TEACHER)) {
      throw new IllegalArgumentException(training + " of " + teacher + " and " + student);
    }
  }

  /** A model whose teacher, if it has one, is of the architecture of the model itself. */
  public static ModelKey of(
      OptionalLong seed, int fold, String architecture, TrainingRow training) {
    Optional<String> name = Optional.of(architecture);
    return switch (training) {
      case TEACHER -> new ModelKey(seed, fold, name, Optional.empty(), training);
      case DISTILLED -> new ModelKey(seed, fold, name, name, training);
      case STANDALONE, BASELINE -> new ModelKey(seed, fold, Optional.empty(), name, training);
    };
  }

  /** The same of a run's only cross-validation. */
  public static ModelKey of(int fold, String architecture, TrainingRow training) {
    return of(OptionalLong.empty(), fold, architecture, training);
  }

  /** Architecture of the network or networks that answer. */
  public String architecture() {
    return student.or(() -> teacher).orElseThrow();
  }

  /** The same with another training and its own architecture alone. */
  public ModelKey with(TrainingRow other) {
    return of(seed, fold, architecture(), other);
  }

  /** The same with a teacher of another architecture. */
  public ModelKey withTeacher(String other) {
    return new ModelKey(seed, fold, Optional.of(other), student, training);
  }

  /** The same as of one of several cross-validations. */
  public ModelKey withSeed(long other) {
    return new ModelKey(OptionalLong.of(other), fold, teacher, student, training);
  }

  /** Whether both are of the same fold of the same cross-validation, so that they can be paired. */
  public boolean sharesFoldWith(ModelKey other) {
    return BY_FOLD.compare(this, other) == 0;
  }

  @Override
  public int compareTo(ModelKey other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code textcnn teacher fold 1 seed 2}. */
  @Override
  public String toString() {
    String name = architecture() + " " + training.key() + " fold " + fold;
    return seed.isPresent() ? name + " seed " + seed.getAsLong() : name;
  }
}
