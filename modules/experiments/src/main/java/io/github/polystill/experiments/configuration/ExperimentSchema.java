package io.github.polystill.experiments.configuration;

import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.data.NearestName;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.OptimisationSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All keys of an experiment file. The defaults are the paper's where it has one. The order is that
 * of resolved files and of the key reference.
 */
final class ExperimentSchema {
  static final int DEFAULT_DIMENSIONS = 300;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final ValueType<TrainingRow> TRAINING =
      Scalars.choice(TrainingRow.TRAINED, TrainingRow::key);
  private static final ValueType<String> FIELD = Scalars.text("the name of a field");

  private static final Section<GeneratedCorpus> GENERATE =
      new Section<>(
          GeneratedCorpus.class,
          "A synthetic corpus instead of a file.",
          List.of(
              Key.of(
                  "corpus",
                  Scalars.choice(List.of("health"), name -> name),
                  "health",
                  "Which one: `health` is Traditional-Chinese health advice."),
              Key.of("documents", Scalars.integer(10), 2724, "How many documents."),
              Key.of(
                  "seed",
                  Scalars.seed(),
                  1L,
                  "Seed of the generator; not the experiment's, so other seeds see the same"
                      + " corpus.")));

  private static final Section<CorpusSettings> CORPUS =
      new Section<>(
          CorpusSettings.class,
          "Where the documents come from: `path`, or `train` and `test`, or `generate`.",
          List.of(
              Key.optional(
                  "path",
                  Scalars.text("the path of a file"),
                  "",
                  "Corpus file; a relative path is looked up in the current directory, then in"
                      + " that of the experiment file."),
              Key.optional(
                  "split",
                  FIELD,
                  "folds are dealt",
                  "Field with the part of the corpus' own split: `train`, `validation` (or `dev`,"
                      + " `valid`, `val`), `test`. It is the only fold, number 0; without a"
                      + " validation part, `folds.validation` of the training part is held out."),
              Key.optional(
                  "train",
                  Scalars.text("the path of a file"),
                  "",
                  "File of the training part, where the parts of the corpus' own split are files"
                      + " of their own; looked up as `path` is."),
              Key.optional(
                  "validation",
                  Scalars.text("the path of a file"),
                  "dealt from `train`",
                  "File of the validation part."),
              Key.optional(
                  "test", Scalars.text("the path of a file"), "", "File of the test part."),
              Key.optional("generate", GENERATE, "", GENERATE.meaning()),
              Key.optional(
                  "format",
                  Scalars.choice(List.of(FileType.values()), FileType::key),
                  "by extension and content",
                  "How the file is written."),
              Key.of(
                  "id",
                  FIELD,
                  "id",
                  "Field with the document's id; where a file has no `id`, the number of the line."),
              Key.of("text", FIELD, "text", "Field with the text."),
              Key.of(
                  "labels",
                  FIELD,
                  "labels",
                  "Field with the labels: a list, or names with `labelSeparator` between them; of Label"
                      + " Studio, the name of the control."),
              Key.of(
                  "group",
                  FIELD,
                  "group",
                  "Field with the group, if the file has it; documents of one group stay in one"
                      + " fold."),
              Key.of(
                  "labelSeparator",
                  Scalars.separator(),
                  ";",
                  "Between labels in a cell or string."),
              Key.of(
                  "labelColumns",
                  ListType.of(FIELD, "columns").orEmpty(),
                  List.of(),
                  "Columns or fields of 0 and 1, one per label, instead of the `labels` field."),
              Key.of(
                  "minLabelCount",
                  Scalars.integer(1),
                  1,
                  "Labels of fewer documents are dropped and reported."),
              Key.of(
                  "skipInvalid",
                  Scalars.bool(),
                  false,
                  "Skip and count bad records instead of stopping at them.")));

  private static final Section<SegmentationSettings> SEGMENTATION =
      new Section<>(
          SegmentationSettings.class,
          "How text is cut into words.",
          List.of(
              Key.of(
                  "segmenter",
                  Scalars.choice(Segmenters.names(), name -> name),
                  "hanlp-traditional",
                  "Which segmenter; `whitespace` takes text that is segmented already, `english` is for"
                      + " languages with spaces between words.")));

  private static final Section<VectorTrainingSettings> VECTOR_TRAINING =
      new Section<>(
          VectorTrainingSettings.class,
          "Train word vectors (Mikolov et al. 2013) once and keep them in the cache directory.",
          List.of(
              Key.of(
                  "texts",
                  ListType.of(Scalars.text("the path of a file"), "files").orEmpty(),
                  List.of(),
                  "Further text beside the corpus: text, corpus and MediaWiki files, compressed or"
                      + " not; each looked up as `corpus.path` is."),
              Key.of(
                  "textField",
                  Scalars.text("the name of a field"),
                  TextSources.DEFAULT_FIELD,
                  "Field or column of the text in those of `texts` that are corpora."),
              Key.of(
                  "includeWholeCorpus",
                  Scalars.bool(),
                  false,
                  "One training on all documents, those of the test parts included, as the paper"
                      + " has it; otherwise each fold has vectors from the training part of its"
                      + " documents alone. Recorded in `environment.json`."),
              Key.of(
                  "algorithm",
                  Scalars.choice(List.of(Algorithm.values()), ExperimentSchema::keyOf),
                  Algorithm.SKIP_GRAM,
                  "Predict the words around a word, or a word from those around it."),
              Key.of("dimensions", Scalars.integer(1), DEFAULT_DIMENSIONS, "Size of a vector."),
              Key.of("window", Scalars.integer(1), 5, "Words on either side at most."),
              Key.of("negatives", Scalars.integer(1), 5, "Negative samples per word."),
              Key.of(
                  "subsample",
                  Scalars.numberFrom(0, 1),
                  1e-3,
                  "Words of a greater share of the text are left out at random; 0 for none."),
              Key.of("minCount", Scalars.integer(1), 5, "Words that occur less often have none."),
              Key.of("epochs", Scalars.integer(1), 5, "Passes over the text."),
              Key.optional(
                  "learningRate",
                  Scalars.numberAbove(0),
                  "`0.025` for skip-gram, `0.05` for cbow",
                  "First learning rate; it falls to 0."),
              Key.of(
                  "maxVocabulary",
                  Scalars.integer(2),
                  2_000_000,
                  "Words at most, most frequent first.")));

  private static final Section<VectorSettings> VECTORS =
      new Section<>(
          VectorSettings.class,
          "Word vectors: from a file, trained, or random.",
          List.of(
              Key.optional(
                  "path",
                  Scalars.text("the path of a file"),
                  "random vectors",
                  "word2vec file, text or binary; looked up as `corpus.path` is."),
              Key.optional(
                  "dimensions",
                  Scalars.integer(1),
                  "`" + DEFAULT_DIMENSIONS + "`, or the file's, or `train.dimensions`",
                  "Size of a vector; with `path`, the size that the file must have."),
              Key.optional(
                  "seed",
                  Scalars.seed(),
                  "the experiment's",
                  "Seed of random and of trained vectors."),
              Key.optional("train", VECTOR_TRAINING, "", VECTOR_TRAINING.meaning())));

  private static final Section<EncodingSettings> ENCODING =
      new Section<>(
          EncodingSettings.class,
          "How words become ids.",
          List.of(
              Key.of("maxLength", Scalars.integer(1), 300, "Words of a document that are used."),
              Key.of(
                  "sentences",
                  Scalars.integer(1),
                  15,
                  "Sentences of a document that HAN uses; a sentence of more than `wordsPerSentence`"
                      + " words counts as several."),
              Key.of("wordsPerSentence", Scalars.integer(1), 20, "Words of a sentence of HAN."),
              Key.of("minCount", Scalars.integer(1), 1, "Words that occur less often are unknown."),
              Key.of(
                  "maxWords",
                  Scalars.integer(1),
                  100_000,
                  "Size of the vocabulary at most, most frequent words first.")));

  private static final Section<HalvingSettings> HALVING =
      new Section<>(
          HalvingSettings.class,
          "Successive halving over the class weights, for `teacher.search: halving`.",
          List.of(
              Key.of(
                  "eta",
                  Scalars.integer(2),
                  HalvingSettings.DEFAULTS.eta(),
                  "On each rung one of so many candidates stays, and the next has so many times the"
                      + " epochs."),
              Key.of(
                  "minEpochs",
                  Scalars.integer(1),
                  HalvingSettings.DEFAULTS.minEpochs(),
                  "Epochs of the first rung."),
              Key.of(
                  "compareWithGrid",
                  Scalars.bool(),
                  HalvingSettings.DEFAULTS.compareWithGrid(),
                  "Train the full grid too, to report how often it chooses another class"
                      + " weight.")));

  private static final Section<TeacherSettings> TEACHER =
      new Section<>(
          TeacherSettings.class,
          "The teacher: one binary network per label and class weight.",
          List.of(
              Key.of(
                  "classWeights",
                  ListType.of(Scalars.numberAbove(0), "class weights"),
                  List.of(0.05, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0),
                  "Positive-class weights W of eq. (1) tried for each label."),
              Key.of("select", binaryFigure(), ValidationFigure.F1, "What chooses among them."),
              Key.of(
                  "monitor", binaryFigure(), ValidationFigure.F1, "What early stopping looks at."),
              Key.of(
                  "search",
                  Scalars.choice(
                      List.of(TeacherSettings.Search.values()), TeacherSettings.Search::key),
                  TeacherSettings.Search.GRID,
                  "Train all class weights to the end (the paper), or the better ones only."),
              Key.section("halving", HALVING)));

  private static ValueType<ValidationFigure> binaryFigure() {
    return Scalars.choice(
        List.of(ValidationFigure.F1, ValidationFigure.LOSS), ValidationFigure::key);
  }

  private static final Section<StudentSettings> STUDENT =
      new Section<>(
          StudentSettings.class,
          "The standalone and the distilled student.",
          List.of(
              Key.of(
                  "monitor",
                  Scalars.choice(
                      List.of(
                          ValidationFigure.MICRO_F1,
                          ValidationFigure.MACRO_F1,
                          ValidationFigure.WEIGHTED_F1,
                          ValidationFigure.SUBSET_ACCURACY,
                          ValidationFigure.LOSS),
                      ValidationFigure::key),
                  ValidationFigure.MACRO_F1,
                  "What early stopping looks at."),
              Key.optional(
                  "epochs",
                  Scalars.integer(1),
                  "`optimisation.epochs`",
                  "Passes over the training documents at most. A student has one network to train"
                      + " where the teacher has one per label and class weight, so more cost"
                      + " little."),
              Key.optional(
                  "patience",
                  Scalars.integer(1),
                  "`optimisation.patience`",
                  "Epochs without a better validation figure before training stops.")));

  private static final Section<OptimisationSettings> OPTIMISATION =
      optimisation(OptimisationSettings.DEFAULTS);

  private static Section<OptimisationSettings> optimisation(OptimisationSettings defaults) {
    return new Section<>(
        OptimisationSettings.class,
        "Training, by Adam with early stopping.",
        List.of(
            Key.of("batchSize", Scalars.integer(1), defaults.batchSize(), "Documents per step."),
            Key.of(
                "learningRate",
                Scalars.numberAbove(0),
                defaults.learningRate(),
                "Step size of Adam."),
            Key.of(
                "epochs",
                Scalars.integer(1),
                defaults.epochs(),
                "Passes over the training documents at most."),
            Key.of(
                "patience",
                Scalars.integer(1),
                defaults.patience(),
                "Epochs without a better validation figure before training stops."),
            Key.of(
                "weightDecay",
                Scalars.numberFrom(0, 1),
                defaults.weightDecay(),
                "Decoupled weight decay (AdamW) of all weights but biases, of embedding tables the"
                    + " rows that a batch reads."),
            Key.optional(
                "clipNorm",
                Scalars.numberAbove(0),
                "no limit",
                "Greatest norm of all gradients of a step together."),
            Key.of(
                "schedule",
                Scalars.choice(List.of(LearningRateSchedule.values()), LearningRateSchedule::key),
                defaults.schedule(),
                "Learning rate: the same in all steps, rising for `warmUp` steps, or after that"
                    + " falling to 0 as a cosine does over `epochs`."),
            Key.of(
                "warmUp",
                Scalars.integer(0),
                defaults.warmUp(),
                "Steps until the learning rate is reached."),
            Key.of(
                "trainedVariables",
                ListType.of(Scalars.text("a name"), "variables").orEmpty(),
                defaults.trainedVariables(),
                "Beginnings of the names of the variables to train, such as `output`; each must be"
                    + " in every architecture, all others keep their first values. Empty: all.")));
  }

  private static final Section<FoldSettings> FOLDS =
      new Section<>(
          FoldSettings.class,
          "Cross-validation.",
          List.of(
              Key.optional(
                  "count",
                  Scalars.integer(2),
                  "`" + FoldSettings.DEFAULT_COUNT + "`",
                  "Number of folds that are dealt."),
              Key.optional(
                  "field",
                  FIELD,
                  "folds are dealt",
                  "Field with the number of the document's fold, counted from 0 or 1; there are as"
                      + " many folds as numbers, the lowest is fold 0 of `run`."),
              new Key<>(
                  "run",
                  new FoldsToRunType(),
                  Key.Presence.DEFAULTED,
                  Optional.of(List.of()),
                  "`[all]`",
                  "Folds to run, counted from 0, or `all`."),
              Key.of(
                  "validation",
                  Scalars.numberBetween(0, 1),
                  0.15,
                  "Share of the training part held out for validation."),
              Key.of(
                  "method",
                  Scalars.choice(List.of(FoldMethod.values()), ExperimentSchema::keyOf),
                  FoldMethod.RAREST_FIRST,
                  "How documents are dealt: the paper's, or Sechidis et al. (2011).")));

  private static final Section<EvaluationSettings> EVALUATION =
      new Section<>(
          EvaluationSettings.class,
          "Evaluation.",
          List.of(
              Key.of(
                  "threshold",
                  Scalars.numberBetween(0, 1),
                  0.5,
                  "A label is predicted where its probability exceeds this."),
              Key.of(
                  "minLabels",
                  Scalars.integer(0),
                  0,
                  "Labels of a document at least in the comparison of thresholds"
                      + " (`thresholds.json`); the likeliest are added. Table 1 and the tests of"
                      + " significance go by `threshold` alone."),
              Key.optional(
                  "maxLabels",
                  Scalars.integer(1),
                  "any number",
                  "Labels of a document at most in the comparison of thresholds; the likeliest are"
                      + " kept.")));

  private static final Section<ExportSettings> EXPORT =
      new Section<>(
          ExportSettings.class,
          "What a run exports when it is done; nothing without this section.",
          List.of(
              Key.of(
                  "trainings",
                  ListType.of(TRAINING, "training types"),
                  List.of(TrainingRow.DISTILLED),
                  "Whose models become SavedModels."),
              Key.of(
                  "to",
                  Scalars.text("the path of a directory"),
                  "savedmodels",
                  "Directory for them, from the current directory."),
              Key.of(
                  "thresholds",
                  Scalars.choice(List.of(ThresholdChoice.values()), ThresholdChoice::key),
                  ThresholdChoice.FIXED,
                  "By which they predict: fixed is `evaluation.threshold`; global and per-label are"
                      + " tuned on the validation part."),
              Key.of(
                  "predictions", integerFromZero(), 3, "Example predictions shown at the end.")));

  private static ValueType<Integer> integerFromZero() {
    return Scalars.integer(0);
  }

  /** The keys of an experiment with the architectures of polystill. */
  static final Section<Experiment> EXPERIMENT =
      of(new ArchitecturesType(ArchitectureRegistry.STANDARD));

  /** The keys of an experiment. */
  static Section<Experiment> of(ArchitecturesType architectures) {
    return new Section<>(
        Experiment.class,
        "An experiment.",
        List.of(
            Key.required(
                "name",
                Scalars.matching(
                    "a name of letters, digits, dots, - and _ that starts with a letter or"
                        + " digit",
                    NAME),
                "Name of the run directory: letters, digits, `.`, `-`, `_`."),
            Key.section("corpus", CORPUS),
            Key.section("segmentation", SEGMENTATION),
            Key.section("vectors", VECTORS),
            Key.section("encoding", ENCODING),
            Key.of(
                "architectures",
                architectures,
                architectures.defaults(),
                "Architectures to train: names, or names with settings of their own."),
            Key.of(
                "trainings",
                ListType.of(TRAINING, "training types"),
                TrainingRow.TRAINED,
                "Training types; `distilled` needs `teacher`."),
            Key.of(
                "baselines",
                ListType.of(Scalars.choice(List.of(Baseline.values()), Baseline::key), "baselines")
                    .orEmpty(),
                List.of(Baseline.values()),
                "What trainings are compared to, on the same folds: `linear`, a linear SVM per label"
                    + " on TF-IDF of character 1-3-grams, and `constant`, the most frequent labels"
                    + " for every document; `[]` for none."),
            Key.section("teacher", TEACHER),
            Key.section("student", STUDENT),
            Key.section("optimisation", OPTIMISATION),
            Key.section("folds", FOLDS),
            Key.section("evaluation", EVALUATION),
            Key.optional("export", EXPORT, "", EXPORT.meaning()),
            Key.of(
                "seed", Scalars.seed(), 1L, "Seed of folds, initial weights, batches and dropout."),
            Key.optional(
                "seeds",
                Scalars.integer(1),
                "1",
                "How often the whole cross-validation is done: with `seed`, with the next seed and so"
                    + " on. The seed of word vectors goes up with it.")));
  }

  private ExperimentSchema() {}

  /** A constant as files name it: RAREST_FIRST is {@code rarest-first}. */
  private static String keyOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Every key by its full path, sections and architectures included, in schema order. */
  static Map<String, Key<?>> byPath() {
    Map<String, Key<?>> result = new LinkedHashMap<>();
    collect("", EXPERIMENT, result);
    return result;
  }

  private static void collect(String path, Section<?> section, Map<String, Key<?>> result) {
    for (Key<?> key : section.keys()) {
      String name = Section.join(path, key.name());
      result.put(name, key);
      if (key.type() instanceof Section<?> nested) {
        collect(name, nested, result);
      } else if (key.type() instanceof ArchitecturesType types) {
        for (ArchitectureSection<?> architecture : types.sections()) {
          String architecturePath = Section.join(name, architecture.type().name());
          collect(architecturePath, architecture.section(), result);
        }
      }
    }
  }

  /** The full path of the key, in whatever section, whose last part is nearest to a name. */
  static Optional<String> pathOfNearest(String name) {
    List<String> shallowFirst = new ArrayList<>(byPath().keySet());
    shallowFirst.sort(Comparator.comparing(path -> path.split("\\.", -1).length));
    Optional<String> leaf =
        NearestName.among(shallowFirst.stream().map(ExperimentSchema::leaf).toList(), name);
    return leaf.flatMap(
        found -> shallowFirst.stream().filter(path -> leaf(path).equals(found)).findFirst());
  }

  private static String leaf(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
