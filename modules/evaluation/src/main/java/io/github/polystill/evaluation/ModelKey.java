package io.github.polystill.evaluation;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

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
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ModelKey(
    OptionalLong seed,
    int fold,
    Optional<String> teacher,
    Optional<String> student,
    TrainingRow training)
    implements Comparable<ModelKey> {
  /**
   * By seed and fold alone: a map of this order has one model's figures fold by fold, and finds in
   * them those that can be paired with another model's.
   */
  public static final Comparator<ModelKey> BY_FOLD =
      Comparator.<ModelKey>comparingLong(key -> key.seed.orElse(Long.MIN_VALUE))
          .thenComparingInt(ModelKey::fold);

  /** Between the architectures of a student and of its teacher, in the name of both. */
  private static final String FROM = "-from-";

  private static final Comparator<ModelKey> ORDER =
      BY_FOLD
          .thenComparing(ModelKey::architecture)
          .thenComparing(key -> key.teacher.orElse(""))
          .thenComparing(ModelKey::training);

  /**
   * What the models of all folds and seeds have in common that a table shows in one row.
   *
   * @param architecture see {@link ModelKey#name()}; for other trainings than a distilled one the
   *     name of both stands for the architecture of the two that was trained so
   */
  public record Kind(String architecture, TrainingRow training) {
    public Kind {
      architecture =
          switch (training) {
            case DISTILLED -> architecture;
            case TEACHER -> teacherOf(architecture);
            case STANDALONE, STANDALONE_WEIGHTED, BASELINE -> studentOf(architecture);
          };
    }

    /** Architecture of the network or networks that answer. */
    public String network() {
      return studentOf(architecture);
    }

    /** Such as {@code textcnn teacher}. */
    @Override
    public String toString() {
      return architecture + " " + training.key();
    }
  }

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

  /**
   * A model whose teacher, if it has one, is of the architecture of the model itself, or of that in
   * the {@linkplain #name() name of both}.
   */
  public static ModelKey of(
      OptionalLong seed, int fold, String architecture, TrainingRow training) {
    Optional<String> teacher = Optional.of(teacherOf(architecture));
    Optional<String> student = Optional.of(studentOf(architecture));
    return switch (training) {
      case TEACHER -> new ModelKey(seed, fold, teacher, Optional.empty(), training);
      case DISTILLED -> new ModelKey(seed, fold, teacher, student, training);
      case STANDALONE, STANDALONE_WEIGHTED, BASELINE ->
          new ModelKey(seed, fold, Optional.empty(), student, training);
    };
  }

  private static String studentOf(String name) {
    int from = name.indexOf(FROM);
    return from < 0 ? name : name.substring(0, from);
  }

  private static String teacherOf(String name) {
    int from = name.indexOf(FROM);
    return from < 0 ? name : name.substring(from + FROM.length());
  }

  /** The same of a run's only cross-validation. */
  public static ModelKey of(int fold, String architecture, TrainingRow training) {
    return of(OptionalLong.empty(), fold, architecture, training);
  }

  /**
   * The key of an entry of a file.
   *
   * @param teacher null for that of the same architecture, or none
   * @param seed null for none
   */
  public static ModelKey ofFields(
      String architecture, String teacher, TrainingRow training, int fold, Long seed) {
    ModelKey key =
        of(
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
            fold,
            architecture,
            training);
    return teacher == null ? key : key.withTeacher(teacher);
  }

  /** By the names and in the order of files, which leave out what goes without saying. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("architecture", architecture());
    teacher
        .filter(name -> !name.equals(architecture()))
        .ifPresent(name -> fields.put("teacher", name));
    fields.put("training", training.key());
    fields.put("fold", fold);
    seed.ifPresent(number -> fields.put("seed", number));
    return fields;
  }

  /** Name and training. */
  public Kind kind() {
    return new Kind(name(), training);
  }

  /**
   * What tables and files call it: its architecture; of a student whose teacher is of another,
   * both, such as {@code textcnn-from-han}.
   */
  public String name() {
    return training != TrainingRow.DISTILLED || teacher.equals(student)
        ? architecture()
        : architecture() + FROM + teacher.orElseThrow();
  }

  /** Architecture of the network or networks that answer. */
  public String architecture() {
    return student.or(() -> teacher).orElseThrow();
  }

  /** The same with a student of another architecture. */
  public ModelKey ofStudent(String other) {
    return new ModelKey(seed, fold, teacher, Optional.of(other), training);
  }

  /** The same with a teacher of another architecture. */
  public ModelKey withTeacher(String other) {
    return new ModelKey(seed, fold, Optional.of(other), student, training);
  }

  /**
   * The same where the first cross-validation is to be named too: with its seed, if without one.
   */
  public ModelKey orSeed(long first) {
    return new ModelKey(OptionalLong.of(seed.orElse(first)), fold, teacher, student, training);
  }

  /** Whether both are of the same fold of the same cross-validation, so that they can be paired. */
  public boolean sharesFoldWith(ModelKey other) {
    return BY_FOLD.compare(this, other) == 0;
  }

  @Override
  public int compareTo(ModelKey other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code 2}, or {@code 2 of seed 7} where a run has several cross-validations. */
  public String foldName() {
    return fold + (seed.isPresent() ? " of seed " + seed.getAsLong() : "");
  }

  /** Such as {@code textcnn teacher fold 1 seed 2}. */
  @Override
  public String toString() {
    return kind() + " fold " + fold + (seed.isPresent() ? " seed " + seed.getAsLong() : "");
  }
}
