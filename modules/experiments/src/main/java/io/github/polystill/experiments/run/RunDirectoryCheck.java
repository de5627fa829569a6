package io.github.polystill.experiments.run;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RecordedEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks whether a run directory is one, finished, whole and as it was written. Metrics are computed
 * again from the predictions beside them, so an edited figure is found whoever wrote it.
 */
final class RunDirectoryCheck {
  /** Logarithms may differ in the last digit between Java versions. */
  private static final double ROUNDING = 1e-9;

  private final RunDirectory directory;

  RunDirectoryCheck(RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Does so.
   *
   * @throws InvalidInputException naming the first thing that is wrong
   */
  void run() throws IOException {
    requireDirectory();
    // Before the experiment, whose keys a newer version may have added to.
    RecordedEnvironment environment = RecordedEnvironment.read(directory.environmentFile());
    String yaml = Files.readString(directory.experimentFile(), StandardCharsets.UTF_8);
    if (!new ContentHash().add(yaml).hex().equals(environment.configuration())) {
      throw edited(
          directory.experimentFile(),
          "it is not what environment.json has the checksum of, so the figures are of other settings");
    }
    Experiment experiment = directory.experiment();
    for (int i = 0; i < experiment.allSeeds().size(); i++) {
      Optional<Long> seed = i == 0 ? Optional.empty() : Optional.of(experiment.allSeeds().get(i));
      requireFile(directory.foldsFile(seed));
    }
    List<TrainedModel> models = directory.models();
    for (TrainedModel model : models) {
      for (String trial : model.trials()) {
        requireFile(directory.trials().resolve(trial));
      }
    }
    requireMetrics(experiment, models);
  }

  private void requireDirectory() {
    Path root = directory.root();
    if (!Files.exists(root)) {
      throw new InvalidInputException(
          root + " does not exist; give the run directory that polystill run wrote");
    }
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(
          root + " is a file; give the run directory that polystill run wrote");
    }
    RunDirectory.existing(root);
  }

  private static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + " is missing; start the run again with polystill run, it makes what is missing");
    }
  }

  private void requireMetrics(Experiment experiment, List<TrainedModel> models) throws IOException {
    List<FoldEvaluation> metrics = MetricsJson.read(directory.metricsFile());
    for (FoldEvaluation entry : metrics) {
      Optional<Long> seed =
          entry.seed().isEmpty() || entry.seed().getAsLong() == experiment.seed()
              ? Optional.empty()
              : Optional.of(entry.seed().getAsLong());
      TrainedModel model =
          models.stream()
              .filter(it -> it.architecture().equals(entry.architecture()))
              .filter(it -> it.training() == entry.row() && it.fold() == entry.fold())
              .filter(it -> it.seed().equals(seed))
              .findFirst()
              .orElseThrow(
                  () -> edited(directory.metricsFile(), "models.json has no " + entry.name()));
      requireFile(directory.predictionsFile(model));
      requireSame(entry, PredictionsCsv.read(directory.predictionsFile(model)));
    }
    if (metrics.size() != models.size()) {
      throw edited(
          directory.metricsFile(),
          String.format(
              Locale.ROOT,
              "it has %d entries, but models.json has %d models",
              metrics.size(),
              models.size()));
    }
  }

  private void requireSame(FoldEvaluation entry, Predictions predictions) {
    MultiLabelEvaluation written = entry.evaluation();
    if (!written.perLabel().stream()
        .map(LabelEvaluation::label)
        .toList()
        .equals(predictions.labels().names())) {
      throw edited(
          directory.metricsFile(),
          "the labels of " + entry.name() + " are not those of its predictions");
    }
    double[] thresholds =
        written.perLabel().stream().mapToDouble(LabelEvaluation::threshold).toArray();
    MultiLabelEvaluation computed = MultiLabelEvaluator.evaluate(predictions, thresholds);
    requireSame(entry, "microF1", written.microF1(), computed.microF1());
    requireSame(entry, "macroF1", written.macroF1(), computed.macroF1());
    requireSame(entry, "weightedF1", written.weightedF1(), computed.weightedF1());
    requireSame(entry, "subsetAccuracy", written.subsetAccuracy(), computed.subsetAccuracy());
    requireSame(entry, "loss", written.loss(), computed.loss());
    for (int i = 0; i < thresholds.length; i++) {
      LabelEvaluation label = written.perLabel().get(i);
      LabelEvaluation again = computed.perLabel().get(i);
      requireSame(entry, label.label() + ": support", label.support(), again.support());
      requireSame(entry, label.label() + ": precision", label.precision(), again.precision());
      requireSame(entry, label.label() + ": recall", label.recall(), again.recall());
      requireSame(entry, label.label() + ": f1", label.f1(), again.f1());
    }
  }

  private void requireSame(FoldEvaluation entry, String what, double written, double computed) {
    if (Math.abs(written - computed) > ROUNDING * Math.max(1, Math.abs(computed))) {
      throw edited(
          directory.metricsFile(),
          String.format(
              Locale.ROOT,
              "%s of %s is %s, but %s by its predictions",
              what,
              entry.name(),
              written,
              computed));
    }
  }

  private static InvalidInputException edited(Path file, String how) {
    return new InvalidInputException(
        file
            + " was changed: "
            + how
            + "; start the run again with polystill run to write it anew");
  }
}
