package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.OptimisationSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What keys say against each other that are right each for itself.
 *
 * @param experiment as written, its files looked up
 * @param file knows where the keys stand
 */
record Contradictions(Experiment experiment, ExperimentFile file) {
  private static final String NOT_DISTILLED =
      "only the distilled student reads it; add distilled to trainings or take it out";

  private static final String NO_STUDENT =
      "only students read it; add standalone or distilled to trainings or take it out";

  private static final String NO_EXPERTS =
      "only experts read it; add teacher to trainings or take it out";

  /** What the paper leaves open, or a smaller grid. */
  private static final Set<String> NOT_OF_THE_METHOD =
      Set.of("classWeights", "select", "monitor", "epochs", "patience", "halving");

  /** Refuses the first. */
  void check() {
    if (experiment.recipe().filter(Recipe.PAPER::equals).isPresent()) {
      requireThePapers("teacher", experiment.teacher());
      requireThePapers("student", experiment.student());
    }
    checkParts(experiment.corpus());
    checkOrigin(experiment.corpus());
    checkTrainings();
    checkSchedule(experiment.optimisation());
    checkTeacher(experiment.teacher());
    checkEncoder(experiment.teacher());
    checkStudent(experiment.student(), "student.");
    checkSearch(experiment.student());
    checkEvaluation(experiment.evaluation());
    checkFolds(experiment.folds(), experiment.corpus());
    checkVectors(experiment.vectors());
    checkSegmentation(experiment.segmentation());
    try {
      experiment.encoding().sentenceLayout();
    } catch (InvalidInputException e) {
      throw file.error("encoding.sentences", e.getMessage());
    }
  }

  private void require(boolean right, String key, String problem) {
    if (!right) {
      throw file.error(key, problem);
    }
  }

  /** Each part in its own file: training and test at least, and nothing else that says the same. */
  private void checkParts(CorpusSettings corpus) {
    if (corpus.train().or(corpus::validation).or(corpus::test).isEmpty()) {
      return;
    }
    String given =
        corpus.train().isPresent()
            ? "corpus.train"
            : corpus.test().isPresent() ? "corpus.test" : "corpus.validation";
    String missing = corpus.train().isEmpty() ? "corpus.train" : "corpus.test";
    require(
        corpus.train().isPresent() && corpus.test().isPresent(),
        given,
        "a split needs "
            + missing
            + (corpus.path().isEmpty()
                ? " too; give that file"
                : " too, and no corpus.path; give that file and take corpus.path out"));
    String twice =
        "corpus.train and corpus.test say already what the corpus is; take out the one or the"
            + " others";
    require(corpus.path().isEmpty(), "corpus.path", twice);
    require(corpus.split().isEmpty(), "corpus.split", twice);
    require(corpus.generate().isEmpty(), "corpus.generate", twice);
    Map<Path, String> keyOf = new HashMap<>();
    experiment.withFiles(
        (key, path) -> {
          String other = keyOf.put(Path.of(path).toAbsolutePath().normalize(), key);
          require(
              other == null || !key.startsWith("corpus."),
              key,
              "is the file of " + other + " too; give each part its own");
          return path;
        });
  }

  private void requireThePapers(String section, Record settings) {
    Section keys = ExperimentKeys.STANDARD.sections("").get(section);
    Map<String, Object> papers = keys.values(section, Mapping.empty(Location.override("")));
    Components.of(settings)
        .forEach(
            (key, value) ->
                require(
                    NOT_OF_THE_METHOD.contains(key) || value.equals(papers.get(key)),
                    section + "." + key,
                    "not what recipe: paper is; take out the one or the other"));
  }

  private void checkOrigin(CorpusSettings corpus) {
    if (corpus.train().isPresent()) {
      return;
    }
    require(
        corpus.path().isEmpty() || corpus.generate().isEmpty(),
        "corpus",
        "give not both of corpus.path and corpus.generate");
    require(
        corpus.path().isPresent() || corpus.generate().isPresent(),
        "corpus",
        "give one of corpus.path, corpus.train with corpus.test, and corpus.generate");
    require(
        corpus.split().isEmpty() || corpus.path().isPresent(),
        "corpus.split",
        "a generated corpus has no split; take it out or give corpus.path");
  }

  private void checkTrainings() {
    List<TrainingRow> trainings = experiment.trainings();
    require(
        !trainings.contains(TrainingRow.DISTILLED)
            || trainings.contains(TrainingRow.TEACHER)
            || !experiment.teacher().trainsExperts(),
        "trainings",
        "distilled learns from the teacher; add teacher");
    require(
        !trainings.contains(TrainingRow.STANDALONE_WEIGHTED)
            || trainings.contains(TrainingRow.STANDALONE),
        "trainings",
        "standalone-weighted finds its class weights with the standalone student; add standalone");
    for (TrainingRow training :
        experiment.export().map(ExportSettings::trainings).orElse(List.of())) {
      require(
          trainings.contains(training),
          "export.trainings",
          training.key() + " is not trained; add it to trainings or take it out here");
      require(
          training != TrainingRow.TEACHER || experiment.teacher().trainsExperts(),
          "export.trainings",
          "a teacher that only answers is no network to export; take it out");
      require(
          training != TrainingRow.TEACHER || experiment.encoder().isEmpty(),
          "export.trainings",
          "a teacher that reads a pre-trained encoder is no SavedModel; take it or encoder out");
    }
  }

  private void checkSchedule(OptimisationSettings optimisation) {
    LearningRateSchedule schedule = optimisation.schedule();
    require(
        schedule != LearningRateSchedule.CONSTANT || optimisation.warmUp() == 0,
        "optimisation.warmUp",
        "a constant learning rate has no warm-up; set optimisation.schedule to warm-up or cosine");
    require(
        schedule != LearningRateSchedule.WARM_UP || optimisation.warmUp() > 0,
        "optimisation.schedule",
        "a warm-up of no steps; set optimisation.warmUp to 1 or more");
  }

  private void checkTeacher(TeacherSettings teacher) {
    if (!teacher.trainsExperts()) {
      checkAnswers(teacher);
      return;
    }
    boolean isTrained = experiment.trainings().contains(TrainingRow.TEACHER);
    require(isTrained || teacher.seeds().isEmpty(), "teacher.seeds", NO_EXPERTS);
    require(isTrained || teacher.best().isEmpty(), "teacher.best", NO_EXPERTS);
    require(isTrained || !teacher.linear(), "teacher.linear", NO_EXPERTS);
    require(
        !teacher.linear() || teacher.search() != TeacherSettings.Search.HALVING,
        "teacher.linear",
        "successive halving is for networks alone; take it out or set teacher.search to grid,"
            + " shift or warm");
    require(
        teacher.seeds().isEmpty() || teacher.search() != TeacherSettings.Search.HALVING,
        "teacher.seeds",
        "successive halving is for one seed; take it out or set teacher.search to grid, shift or warm");
    List<String> names = experiment.architectures().stream().map(it -> it.name()).toList();
    require(
        teacher.architectures().size() != 1,
        "teacher.architectures",
        "name two or more of architectures");
    for (String name : teacher.architectures()) {
      require(
          names.contains(name),
          "teacher.architectures",
          name + " is none of architectures; add it there or take it out here");
    }
    require(
        teacher.joint().isEmpty() || experiment.trainings().contains(TrainingRow.DISTILLED),
        "teacher.architectures",
        NOT_DISTILLED);
    require(
        teacher.best().isEmpty()
            || teacher.search() == TeacherSettings.Search.GRID
            || teacher.search() == TeacherSettings.Search.WARM,
        "teacher.best",
        "several class weights are trained to the end by teacher.search: grid or warm only; set"
            + " one of these or take it out");
    require(
        teacher.best().orElse(1) <= teacher.classWeights().size(),
        "teacher.best",
        "more than there are teacher.classWeights; give more of these or make it smaller");
    require(
        teacher.answers().isEmpty() || teacher.isCrossFitted(),
        "teacher.answers",
        "a student has a choice of answers with teacher.crossFit or teacher.crossFitFolds only; set"
            + " one of these or take it out");
    require(
        !teacher.crossFitFolds() || teacher.crossFit().isEmpty(),
        "teacher.crossFitFolds",
        "teacher.crossFit deals other parts; take one of them out");
    require(
        !teacher.crossFitFolds() || !experiment.corpus().hasOwnSplit(),
        "teacher.crossFitFolds",
        "the corpus' own split is one fold; set teacher.crossFit in place of it");
    require(
        !teacher.crossFitFolds() || experiment.folds().dealing().count() > 2,
        "teacher.crossFitFolds",
        "experts that have seen neither of two folds take three or more; set folds.count to that or"
            + " teacher.crossFit in place of it");
    require(
        !teacher.crossFitFolds() || experiment.trainings().contains(TrainingRow.DISTILLED),
        "teacher.crossFitFolds",
        NOT_DISTILLED);
    require(
        teacher.crossFit().isEmpty() || experiment.trainings().contains(TrainingRow.DISTILLED),
        "teacher.crossFit",
        NOT_DISTILLED);
  }

  /** What of the keys is read by networks only, or by an encoder's experts only. */
  private void checkEncoder(TeacherSettings teacher) {
    boolean isRead = teacher.kind().contains(TeacherSettings.Kind.ENCODER);
    Optional<EncoderSettings> encoder = experiment.encoder();
    require(
        isRead || encoder.isEmpty(),
        "encoder",
        "only an encoder's experts read it; set teacher.kind to encoder or [binary-relevance,"
            + " encoder], or take it out");
    require(
        !isRead || encoder.isPresent(),
        "teacher.kind",
        "an encoder's experts need one; give encoder, such as encoder: {model: "
            + EncoderSettings.BGE_SMALL_ZH
            + "}");
    require(
        encoder.isEmpty() || encoder.get().model().isPresent() != encoder.get().path().isPresent(),
        "encoder",
        "give one of encoder.model and encoder.path");
    require(
        !isRead || experiment.trainings().contains(TrainingRow.TEACHER),
        "teacher.kind",
        NO_EXPERTS);
    require(
        !isRead || teacher.search() != TeacherSettings.Search.HALVING,
        "teacher.kind",
        "successive halving is for networks alone; set teacher.search to grid, shift or warm");
    if (!isRead || teacher.trainsNetworks()) {
      return;
    }
    Map<String, Object> ofNetworks = Components.of(TeacherSettings.DEFAULTS);
    ofNetworks
        .keySet()
        .retainAll(Set.of("architectures", "best", "linear", "seeds", "wordDropout"));
    ofNetworks.forEach(
        (name, value) ->
            require(
                value.equals(Components.of(teacher).get(name)),
                "teacher." + name,
                "is about networks, and an encoder alone teaches; take it out or add"
                    + " binary-relevance to teacher.kind"));
  }

  /**
   * The other keys of a teacher are about experts, but for those by which standalone-weighted finds
   * its class weights.
   */
  private void checkAnswers(TeacherSettings teacher) {
    String key = "teacher." + (teacher.responses().isPresent() ? "responses" : "from");
    require(
        teacher.responses().isEmpty() || teacher.from().isEmpty(),
        key,
        "teacher.from gives answers too; take one of them out");
    require(experiment.trainings().contains(TrainingRow.DISTILLED), key, NOT_DISTILLED);
    require(
        teacher.responses().isEmpty() || experiment.student().architecture().isEmpty(),
        "student.architecture",
        "answers in a file are of no architecture that students could differ from; put the"
            + " students' under architectures");
    Map<String, Object> ofExperts = Components.of(TeacherSettings.DEFAULTS);
    if (experiment.trainings().contains(TrainingRow.STANDALONE_WEIGHTED)) {
      ofExperts.keySet().removeAll(Set.of("classWeights", "select"));
    }
    ofExperts.forEach(
        (name, value) ->
            require(
                value.equals(Components.of(teacher).get(name)) || key.equals("teacher." + name),
                "teacher." + name,
                "no experts are trained where " + key + " answers; take one of them out"));
    String noExperts = "no experts answer such texts where " + key + " does; take one of them out";
    require(experiment.student().transfer().isEmpty(), "student.transfer", noExperts);
    require(experiment.student().wordReplacement().isEmpty(), "student.wordReplacement", noExperts);
  }

  /** Says of what section the keys are. */
  private void checkStudent(StudentSettings student, String section) {
    require(
        student.schedule().filter(it -> it == LearningRateSchedule.WARM_UP).isEmpty()
            || experiment.optimisation().warmUp() > 0,
        "student.schedule",
        "a warm-up of no steps; set optimisation.schedule to warm-up or cosine and"
            + " optimisation.warmUp to 1 or more");
    require(
        student.temperature() == 1 || student.target() == StudentSettings.Target.PROBABILITY,
        section + "temperature",
        "logits are learnt without a temperature; take it out or set student.target to probability");
    boolean learnsLabels = experiment.trainings().contains(TrainingRow.STANDALONE);
    require(
        student.loss().isEmpty() || learnsLabels,
        "student.loss",
        "only the standalone student reads it; add standalone to trainings or take it out");
    require(
        student.loss().filter(it -> it != StandaloneLoss.BCE).isEmpty()
            || !experiment.trainings().contains(TrainingRow.STANDALONE_WEIGHTED),
        "student.loss",
        "standalone-weighted finds its class weights by bce; take one of them out");
    boolean learnsResponses = experiment.trainings().contains(TrainingRow.DISTILLED);
    require(
        learnsResponses || student.target() == StudentSettings.Target.PROBABILITY,
        "student.target",
        NOT_DISTILLED);
    require(learnsResponses || student.temperature() == 1, section + "temperature", NOT_DISTILLED);
    require(learnsResponses || student.trueLabels() == 0, section + "trueLabels", NOT_DISTILLED);
    require(
        learnsResponses || student.wordDropout().isEmpty(), "student.wordDropout", NOT_DISTILLED);
    require(
        !experiment.teacher().wordDropout() || student.wordDropout().isPresent(),
        "teacher.wordDropout",
        "there are no copies to learn; set student.wordDropout too or take it out");
    require(
        learnsResponses || student.wordReplacement().isEmpty(),
        "student.wordReplacement",
        NOT_DISTILLED);
    require(
        student.wordReplacement().map(it -> it.copies()).orElse(1) <= 1000,
        "student.wordReplacement.copies",
        "a student comes to one copy of a text in an epoch; give 1000 or fewer");
    require(learnsResponses || student.transfer().isEmpty(), "student.transfer", NOT_DISTILLED);
    require(
        student.transferShare().isEmpty() || !student.transfer().isEmpty(),
        "student.transferShare",
        "there are no transfer texts; give files with student.transfer or take it out");
    for (ArchitectureSettings architecture : experiment.studentArchitectures()) {
      Set<String> sizes = architecture.network().sizes().keySet();
      require(
          student.dropout().isEmpty() || sizes.contains("dropout"),
          section + "dropout",
          architecture.name() + " has no dropout; take it out");
      require(
          student.channels().isEmpty() || sizes.contains("channels"),
          "student.channels",
          architecture.name() + " has no channels; take it out");
    }
  }

  /** Each combination must be right by itself, and no key be given twice. */
  private void checkSearch(StudentSettings student) {
    boolean isTrained = experiment.trainings().stream().anyMatch(it -> it != TrainingRow.TEACHER);
    require(isTrained || !student.learnsValidation(), "student.parts", NO_STUDENT);
    Map<String, Object> fixed = Components.of(student);
    for (String key :
        List.of(
            "search",
            "architecture",
            "dropout",
            "channels",
            "learningRate",
            "schedule",
            "average")) {
      require(isTrained || fixed.get(key).equals(Optional.empty()), "student." + key, NO_STUDENT);
    }
    fixed.values().removeIf(it -> List.of(Optional.empty(), 0.0, 1.0).contains(it));
    student
        .search()
        .map(it -> it.values(TrainingRow.DISTILLED))
        .orElse(Map.of())
        .keySet()
        .forEach(
            key ->
                require(
                    !fixed.containsKey(key),
                    "student." + key,
                    "student.search." + key + " tries values of it; take one of them out"));
    for (Map<String, Double> values : student.grid(TrainingRow.DISTILLED)) {
      if (!values.isEmpty()) {
        Contradictions one = new Contradictions(experiment.withStudent(values), file);
        one.checkStudent(one.experiment.student(), "student.search.");
      }
    }
  }

  private void checkEvaluation(EvaluationSettings evaluation) {
    int most = evaluation.maxLabels().orElse(Integer.MAX_VALUE);
    require(
        evaluation.minLabels() <= most,
        "evaluation.minLabels",
        String.format(
            Locale.ROOT,
            "%d labels at least and %d at most; make minLabels no greater than maxLabels",
            evaluation.minLabels(),
            most));
  }

  private void checkFolds(FoldSettings folds, CorpusSettings corpus) {
    if (!corpus.hasOwnSplit() && folds.field().isEmpty()) {
      return;
    }
    String own =
        !corpus.hasOwnSplit()
            ? "folds.field"
            : corpus.split().isPresent() ? "corpus.split" : "corpus.train";
    require(
        !corpus.hasOwnSplit() || folds.field().isEmpty(),
        "folds.field",
        own + " brings a split already; take one of them out");
    require(
        folds.count().isEmpty(),
        "folds.count",
        own + " says already which folds there are; take one of them out");
    require(
        corpus.generate().isEmpty(),
        "folds.field",
        "a generated corpus has no folds; take it out or give corpus.path");
  }

  private void checkSegmentation(SegmentationSettings segmentation) {
    boolean isCkip = segmentation.segmenter().equals(Segmenters.CKIP);
    require(
        !isCkip || segmentation.model().isPresent(),
        "segmentation.segmenter",
        "ckip reads a model; give its directory with segmentation.model");
    String only = "only segmenter: ckip reads it; take it out";
    require(isCkip || segmentation.model().isEmpty(), "segmentation.model", only);
    require(isCkip || segmentation.delimiters().isEmpty(), "segmentation.delimiters", only);
    require(isCkip || segmentation.normalize().isEmpty(), "segmentation.normalize", only);
  }

  private void checkVectors(VectorSettings vectors) {
    Optional<Integer> trained = vectors.train().map(VectorSettings.Training::dimensions);
    require(
        trained.isEmpty() || vectors.path().isEmpty(),
        "vectors",
        "give not both of vectors.path and vectors.train");
    require(
        trained.isEmpty() || vectors.dimensions().isEmpty() || vectors.dimensions().equals(trained),
        "vectors.dimensions",
        "vectors.train.dimensions is "
            + trained.orElse(0)
            + "; take one of them out or make them equal");
  }
}
