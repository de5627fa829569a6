package io.github.polystill.experiments.run;

import static java.util.stream.Collectors.joining;

import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.report.figures.CorpusProfile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the head of a report says of an experiment. */
final class ReportedSettings {
  private ReportedSettings() {}

  static Map<String, String> of(Experiment experiment, CorpusProfile corpus) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "corpus",
        String.format(
            Locale.ROOT,
            "%,d documents, %d labels, %.2f labels per document",
            corpus.documents(),
            corpus.labels().size(),
            corpus.labelsPerDocument()));
    List<Path> files = experiment.corpus().files();
    if (!files.isEmpty()) {
      settings.put(
          files.size() == 1 ? "corpus file" : "corpus files",
          files.stream().map(Path::toString).collect(joining(", ")));
    }
    settings.put("segmenter", experiment.segmentation().segmenter());
    settings.put("word vectors", wordVectors(experiment.vectors()));
    for (ArchitectureSettings architecture : experiment.architectures()) {
      settings.put(architecture.name(), network(experiment, architecture));
    }
    settings.put("class weights", experiment.teacher().classWeights().toString());
    OptimisationSettings experts = experiment.optimisation();
    settings.put("experts", length(experts, experiment.teacher().monitor()));
    settings.put(
        "students",
        length(
            experiment.studentOptimisationOf(experiment.architectures().get(0)),
            experiment.student().monitor()));
    settings.put("folds", folds(experiment, corpus));
    settings.put("learning rate", Double.toString(experts.learningRate()));
    settings.put("threshold", Double.toString(experiment.evaluation().threshold()));
    settings.put("seed", seeds(experiment.allSeeds()));
    return settings;
  }

  /** The sizes as in the experiment file, and how many texts are in a batch. */
  private static String network(Experiment experiment, ArchitectureSettings architecture) {
    String sizes = architecture.settings().toString();
    return String.format(
        Locale.ROOT,
        "%s, batch %d",
        sizes.substring(sizes.indexOf('[') + 1, sizes.length() - 1).replace('=', ' '),
        experiment.optimisationOf(architecture).batchSize());
  }

  private static String folds(Experiment experiment, CorpusProfile corpus) {
    if (experiment.corpus().hasOwnSplit()) {
      return String.format(
          Locale.ROOT,
          "%s%s, %,d test documents",
          OwnFolds.SPLIT,
          experiment.corpus().split().map(field -> " (field " + field + ")").orElse(""),
          corpus.foldSizes()[0]);
    }
    return experiment.folds().run()
        + " of "
        + corpus.foldSizes().length
        + experiment.folds().field().map(field -> ", numbered by the field " + field).orElse("");
  }

  private static String length(OptimisationSettings settings, ValidationFigure monitor) {
    return String.format(
        Locale.ROOT,
        "at most %d epochs, stopped after %d without a better %s",
        settings.epochs(),
        settings.patience(),
        monitor.key());
  }

  private static String seeds(List<Long> seeds) {
    return seeds.size() == 1
        ? seeds.get(0).toString()
        : seeds.get(0) + " to " + seeds.get(seeds.size() - 1);
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
