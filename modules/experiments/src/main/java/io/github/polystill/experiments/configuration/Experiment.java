package io.github.polystill.experiments.configuration;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.PartField;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.OptimisationSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Everything that decides what a run does, with all defaults filled in; the keys of an experiment
 * file and the record's components have the same names.
 *
 * @param name of the run directory
 * @param trainings in the order of the enum
 * @param baselines in the order of the enum; empty for none
 * @param export empty where a run exports nothing
 * @param seed of folds, initial weights, batches and dropout; the first of them where there are
 *     several
 * @param seeds how often the whole cross-validation is done, each time with the next seed; empty
 *     for once
 */
public record Experiment(
    String name,
    CorpusSettings corpus,
    SegmentationSettings segmentation,
    VectorSettings vectors,
    EncodingSettings encoding,
    List<ArchitectureSettings> architectures,
    List<TrainingRow> trainings,
    List<Baseline> baselines,
    TeacherSettings teacher,
    StudentSettings student,
    OptimisationSettings optimisation,
    FoldSettings folds,
    EvaluationSettings evaluation,
    Optional<ExportSettings> export,
    long seed,
    Optional<Integer> seeds) {

  /** The complete experiment as YAML; the same experiment gives the same text. */
  public String resolvedYaml() {
    return YamlWriter.write((YamlNode.Mapping) ExperimentSchema.EXPERIMENT.write(this));
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

  /** The network of one architecture. */
  public Architecture networkOf(ArchitectureSettings architecture) {
    return architecture.type().network(architecture.settings(), encoding.sentenceLayout());
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
    return experts.withLength(
        student.epochs().orElse(experts.epochs()), student.patience().orElse(experts.patience()));
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
    return new Experiment(
        name,
        corpus,
        segmentation,
        vectors.withSeed(vectors.seed().map(first -> first + index)),
        encoding,
        architectures,
        trainings,
        baselines,
        teacher,
        student,
        optimisation,
        folds,
        evaluation,
        export,
        seed + index,
        Optional.empty());
  }

  /**
   * What the figures of trainings depend on, the lines of a YAML file: all but the name, baselines,
   * the export, which folds are run, and where files are, which can be elsewhere on another
   * machine.
   */
  public List<String> decisiveSettings() {
    Experiment decisive =
        new Experiment(
            "any",
            corpus.withFiles((key, path) -> "any"),
            segmentation,
            vectors.withoutDirectories(),
            encoding,
            architectures,
            trainings,
            List.of(),
            teacher,
            student,
            optimisation,
            folds.withRun(List.of(0)),
            evaluation,
            Optional.empty(),
            seed,
            seeds);
    return decisive.resolvedYaml().lines().filter(line -> !line.startsWith("baselines:")).toList();
  }

  /** The same with only some of its folds. */
  public Experiment withFolds(List<Integer> run) {
    return new Experiment(
        name,
        corpus,
        segmentation,
        vectors,
        encoding,
        architectures,
        trainings,
        baselines,
        teacher,
        student,
        optimisation,
        folds.withRun(run),
        evaluation,
        export,
        seed,
        seeds);
  }
}
