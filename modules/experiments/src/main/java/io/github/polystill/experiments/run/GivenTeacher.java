package io.github.polystill.experiments.run;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.Responses;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** A teacher that a run does not train, but has the answers of: a file's, or another run's. */
interface GivenTeacher {
  /** What it answers as the teacher of a fold and an architecture. */
  Responses answers(ModelKey teacher, Fold fold, long seed) throws IOException;

  /** The one that an experiment names, if any. */
  static Optional<GivenTeacher> of(Experiment experiment, PreparedCorpus corpus)
      throws IOException {
    TeacherSettings settings = experiment.teacher();
    if (settings.responses().isPresent()) {
      String file = settings.responses().get();
      Responses all =
          Responses.read(CompressedFile.open(Path.of(file)), file, corpus.segmented().corpus());
      return Optional.of((teacher, fold, seed) -> all);
    }
    return settings.from().isPresent()
        ? Optional.of(TeacherOfRun.of(Path.of(settings.from().get()), corpus))
        : Optional.empty();
  }

  /**
   * Its answers for one cross-validation.
   *
   * @param experiment with the seed of that
   * @param corpus with its folds
   * @throws InvalidInputException where it has none for what a student learns
   */
  default Map<ModelKey, Responses> answers(
      Experiment experiment, PreparedCorpus corpus, OptionalLong mark) throws IOException {
    Map<ModelKey, Responses> answers = new LinkedHashMap<>();
    for (int index : experiment.folds().run()) {
      Fold fold = corpus.folds().get(index);
      for (ArchitectureSettings architecture : experiment.architectures()) {
        ModelKey key = ModelKey.of(mark, index, architecture.name(), TrainingRow.TEACHER);
        Responses own = answers(key, fold, experiment.seed());
        int[] learnt =
            experiment.student().learnsValidation()
                ? IntStream.concat(IntStream.of(fold.texts()), IntStream.of(fold.validation()))
                    .toArray()
                : fold.texts();
        List<String> missing = missing(own, learnt, corpus.segmented().corpus());
        if (!missing.isEmpty()) {
          throw InvalidInputException.of(
              "%s: has no answer to \"%s\", which students of fold %d learn%s; add it",
              experiment.teacher().responses().or(experiment.teacher()::from).orElseThrow(),
              missing.get(0),
              index,
              missing.size() == 1 ? "" : ", nor to " + (missing.size() - 1) + " more");
        }
        answers.put(key, own);
      }
    }
    return answers;
  }

  /** The ids of those documents that are not answered. */
  static List<String> missing(Responses responses, int[] documents, Corpus corpus) {
    Set<String> answered = Set.copyOf(responses.ids());
    return Arrays.stream(documents)
        .mapToObj(it -> corpus.documents().get(it).id())
        .filter(id -> !answered.contains(id))
        .toList();
  }
}
