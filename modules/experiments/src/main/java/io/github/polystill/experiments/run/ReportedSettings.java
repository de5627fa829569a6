package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.figures.CorpusProfile;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.models.OptimisationSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the head of a report says of an experiment. */
final class ReportedSettings {
  private ReportedSettings() {}

  static Map<String, String> of(Experiment experiment, Optional<CorpusProfile> corpus) {
    Map<String, String> settings = new LinkedHashMap<>();
    corpus.ifPresent(
        known ->
            settings.put(
                "corpus",
                String.format(
                    Locale.ROOT,
                    "%,d documents, %d labels, %.2f labels per document",
                    known.documents(),
                    known.labels().size(),
                    known.labelsPerDocument())));
    experiment.corpus().path().ifPresent(path -> settings.put("corpus file", path));
    settings.put("segmenter", experiment.segmentation().segmenter());
    settings.put("word vectors", wordVectors(experiment.vectors()));
    settings.put("class weights", experiment.teacher().classWeights().toString());
    settings.put("folds", experiment.folds().run() + " of " + experiment.folds().count());
    settings.put("optimisation", optimisation(experiment.optimisation()));
    settings.put("seed", Long.toString(experiment.seed()));
    return settings;
  }

  private static String optimisation(OptimisationSettings settings) {
    return String.format(
        Locale.ROOT,
        "batch %d, learning rate %s, at most %d epochs, patience %d",
        settings.batchSize(),
        settings.learningRate(),
        settings.epochs(),
        settings.patience());
  }

  private static String wordVectors(VectorSettings settings) {
    int dimensions = settings.dimensions().orElse(0);
    if (settings.train().isPresent()) {
      String documents =
          settings.train().get().includeWholeCorpus()
              ? "all documents, those of the test parts included"
              : "the training part of each fold";
      String texts = String.join(", ", settings.train().get().texts());
      return String.format(
          Locale.ROOT,
          "%d dimensions, trained on %s%s",
          dimensions,
          documents,
          texts.isEmpty() ? "" : " and " + texts);
    }
    return settings.path().orElse(String.format(Locale.ROOT, "random, %d dimensions", dimensions));
  }
}
