package io.github.polystill.experiments.configuration;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.PartField;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.Key;
import io.github.polystill.models.OptimisationSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;

/**
 * Everything that decides what a run does, with all defaults filled in; the keys of an experiment
 * file and the record's components are the same.
 *
 * @param trainings in the order of the enum, as the baselines are
 * @param export empty where a run exports nothing
 * @param seed the first of them where there are several
 * @param seeds empty for once
 */
public record Experiment(
    @Key("Name of the run directory: letters, digits, `.`, `-`, `_`.")
        @Key.Text(
            value =
                "a name of at most 100 letters, digits, dots, - and _ that starts with a letter or digit",
            matching = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
        String name,
    @Key(
            "Sets keys of `teacher` and `student` together, but for those that are given: `strong`,"
                + " see docs/distillation.md. With `paper`, which sets none, others than the"
                + " paper's are refused.")
        @Key.Otherwise("the defaults, which are the paper's")
        Optional<Recipe> recipe,
    @Key("Where the documents come from: `path`, or `train` and `test`, or `generate`.")
        CorpusSettings corpus,
    @Key("How text is cut into words.") SegmentationSettings segmentation,
    @Key("Word vectors: from a file, trained, or random.") VectorSettings vectors,
    @Key("How words become ids.") EncodingSettings encoding,
    @Key("Architectures to train: names, or names with settings of their own.")
        List<ArchitectureSettings> architectures,
    @Key(
            value =
                "Training types; `distilled` needs `teacher`, `standalone-weighted` needs"
                    + " `standalone`.",
            plural = "training types")
        @Key.OneOf({"teacher", "standalone", "standalone-weighted", "distilled"})
        @Key.Otherwise("[teacher, standalone, distilled]")
        List<TrainingRow> trainings,
    @Key(
            value =
                "What trainings are compared to, on the same folds: `linear`, a linear SVM per"
                    + " label on TF-IDF of character 1-3-grams, and `constant`, the most frequent"
                    + " labels for every document; `[]` for none.",
            plural = "baselines",
            mayBeEmpty = true)
        @Key.Otherwise("[linear, constant]")
        List<Baseline> baselines,
    @Key("The teacher: one binary network per label and class weight.") TeacherSettings teacher,
    @Key("The pre-trained encoder of `teacher.kind: encoder`.") Optional<EncoderSettings> encoder,
    @Key("The standalone and the distilled student.") StudentSettings student,
    @Key("Training, by Adam with early stopping.") OptimisationSettings optimisation,
    @Key("Cross-validation.") FoldSettings folds,
    @Key("Evaluation.") EvaluationSettings evaluation,
    @Key("What a run exports when it is done; nothing without this section.")
        Optional<ExportSettings> export,
    @Key("Seed of folds, initial weights, batches and dropout.") @Key.Otherwise("1") long seed,
    @Key(
            "How often the whole cross-validation is done: with `seed`, with the next seed and so"
                + " on. The seed of word vectors goes up with it.")
        @Key.Otherwise("1")
        Optional<Integer> seeds) {
  private static final String TEXTS = "vectors.train.texts";
  private static final String TRANSFER = "student.transfer";

  /** The key whose path is that of a directory. */
  static final String TEACHER_RUN = "teacher.from";

  static final String SEGMENTER_MODEL = "segmentation.model";

  /** The same of an encoder. */
  static final String ENCODER = "encoder.path";

  /** The complete experiment as YAML; the same experiment gives the same text. */
  public String resolvedYaml() {
    return YamlWriter.write(this);
  }

  /** SHA-256 of {@link #resolvedYaml()} in hex. */
  public String checksum() {
    return new ContentHash().add(resolvedYaml()).hex();
  }

  /**
   * What sentences call a fold: such as {@code fold 2}, {@code fold 2 of seed 7}, or the corpus'
   * own split.
   *
   * @param seed where there are several
   */
  public String foldName(int fold, OptionalLong seed) {
    return (corpus.hasOwnSplit() ? OwnFolds.SPLIT : "fold " + fold)
        + (seed.isEmpty()
            ? ""
            : (corpus.hasOwnSplit() ? " with seed " : " of seed ") + seed.getAsLong());
  }

  /** How a file of the corpus is laid out. */
  public CorpusFormat corpusFormat() {
    CorpusFormat format = corpus.fileFormat();
    return folds
        .field()
        .map(field -> format.withPart(Optional.of(new PartField(field, PartField.Kind.FOLD))))
        .orElse(format);
  }

  /** The architectures of students. */
  public List<ArchitectureSettings> studentArchitectures() {
    return student.architecture().orElse(architectures);
  }

  /**
   * Those of the students that are trained beside a teacher of one architecture: its own, or those
   * that all teachers have, of which standalone ones are trained beside the first.
   */
  public List<ArchitectureSettings> studentsBeside(ArchitectureSettings teacher, TrainingRow row) {
    boolean isFirst = teacher.equals(architectures.get(0));
    if (row == TrainingRow.DISTILLED && this.teacher.joint().isPresent()) {
      return isFirst ? studentArchitectures() : List.of();
    }
    return student
        .architecture()
        .map(own -> row == TrainingRow.DISTILLED || isFirst ? own : List.<ArchitectureSettings>of())
        .orElse(List.of(teacher));
  }

  /** What the teacher is called whose students are trained beside that of an architecture. */
  public String teacherOf(ArchitectureSettings architecture) {
    return teacher.joint().orElse(architecture.name());
  }

  /** Whether experts of an architecture are trained. */
  public boolean trainsExperts(ArchitectureSettings architecture) {
    return trainings.contains(TrainingRow.TEACHER)
        && teacher.trainsExperts()
        && (teacher.joint().isEmpty() || teacher.architectures().contains(architecture.name()));
  }

  /** The network of one architecture. */
  public Architecture networkOf(ArchitectureSettings architecture) {
    return architecture.network().in(encoding.sentenceLayout());
  }

  /** The same of its students. */
  public Architecture studentNetworkOf(ArchitectureSettings architecture) {
    Architecture network = with(networkOf(architecture), "dropout", student.dropout());
    return with(network, "channels", student.channels());
  }

  private static Architecture with(Architecture network, String key, Optional<?> value) {
    return value
        .map(it -> (Architecture) Components.with((Record) network, key, it))
        .orElse(network);
  }

  /** How one architecture wants its texts. */
  public TokenLayout layoutOf(ArchitectureSettings architecture) {
    return networkOf(architecture).layout(encoding.maxLength());
  }

  /** Training settings of one architecture: the experiment's, with its own batch size if any. */
  public OptimisationSettings optimisationOf(ArchitectureSettings architecture) {
    return architecture.batchSize().map(optimisation::withBatchSize).orElse(optimisation);
  }

  /** The same for its students, which may train for longer than experts. */
  public OptimisationSettings studentOptimisationOf(ArchitectureSettings architecture) {
    OptimisationSettings experts = optimisationOf(architecture);
    return experts
        .withLength(
            student.epochs().orElse(experts.epochs()),
            student.patience().orElse(experts.patience()))
        .withLearningRate(
            student.learningRate().orElse(experts.learningRate()),
            student.schedule().orElse(experts.schedule()));
  }

  /** The same with one of the combinations of values that are tried for a student. */
  public Experiment withStudent(Map<String, Double> values) {
    Experiment one = with("student.search", Optional.empty());
    for (Map.Entry<String, Double> each : values.entrySet()) {
      boolean optional = Components.of(student).get(each.getKey()) instanceof Optional;
      one =
          one.with(
              "student." + each.getKey(),
              optional ? Optional.of(each.getValue()) : each.getValue());
    }
    return one;
  }

  /** All seeds of the cross-validation. */
  public List<Long> allSeeds() {
    return LongStream.range(seed, seed + seeds.orElse(1)).boxed().toList();
  }

  /**
   * The seed as files and models of a repetition are marked with it; those of the first are not.
   *
   * @param seed one of {@link #allSeeds}
   */
  public OptionalLong mark(long seed) {
    return seed == this.seed ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /**
   * One repetition of the cross-validation as an experiment of its own.
   *
   * @param index 0 for the first; random word vectors get another seed as well
   */
  public Experiment repetition(int index) {
    return with("vectors.seed", vectors.seed().map(first -> first + index))
        .with("seed", seed + index)
        .with("seeds", Optional.empty());
  }

  /**
   * What the figures of trainings depend on, the lines of a YAML file: all but the name, baselines,
   * the export, which folds are run, and where files are, which can be elsewhere on another
   * machine.
   */
  public List<String> decisiveSettings() {
    Experiment decisive =
        withFiles(
                (key, path) ->
                    key.equals(TEXTS) || key.equals(TRANSFER)
                        ? Path.of(path).getFileName().toString()
                        : "any")
            .with("name", "any")
            .with("baselines", List.of())
            .with("folds.run", List.of(0))
            .with("export", Optional.empty());
    return decisive.resolvedYaml().lines().filter(line -> !line.startsWith("baselines:")).toList();
  }

  /** The same with only some of its folds. */
  public Experiment withFolds(List<Integer> run) {
    return with("folds.run", run);
  }

  /** The same with its files elsewhere; told the key and the path of each. */
  Experiment withFiles(BinaryOperator<String> elsewhere) {
    List<String> texts = vectors.train().map(VectorSettings.Training::texts).orElse(List.of());
    return withFile("corpus.path", corpus.path(), elsewhere)
        .withFile("corpus.train", corpus.train(), elsewhere)
        .withFile("corpus.validation", corpus.validation(), elsewhere)
        .withFile("corpus.test", corpus.test(), elsewhere)
        .withFile(SEGMENTER_MODEL, segmentation.model(), elsewhere)
        .withFile("vectors.path", vectors.path(), elsewhere)
        .withFile("teacher.responses", teacher.responses(), elsewhere)
        .withFile(TEACHER_RUN, teacher.from(), elsewhere)
        .withFile(ENCODER, encoder.flatMap(EncoderSettings::path), elsewhere)
        .with(TEXTS, texts.stream().map(path -> elsewhere.apply(TEXTS, path)).toList())
        .with(
            TRANSFER,
            student.transfer().stream().map(path -> elsewhere.apply(TRANSFER, path)).toList());
  }

  private Experiment withFile(String key, Optional<String> path, BinaryOperator<String> elsewhere) {
    return with(key, path.map(it -> elsewhere.apply(key, it)));
  }

  /** The same with another value of a key; sections that are not there stay so. */
  Experiment with(String key, Object value) {
    return Components.with(this, key, value);
  }
}
