package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.CacheDirectory;
import io.github.polystill.cli.command.KeyConverter;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.export.ExportCheck;
import io.github.polystill.experiments.export.ExportDiffersException;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.layers.WeightStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code polystill export}. */
@Command(
    name = "export",
    description = "Write a trained model of a run as a SavedModel.",
    footer = {
      "",
      "Examples:",
      "  polystill export runs/cmdd --architecture textcnn --training distilled --to savedmodels/cmdd",
      "  polystill export runs/cmdd --architecture textcnn --training teacher --fold 0 --to"
          + " savedmodels/cmdd-teacher",
      "  polystill export runs/cmdd --architecture han --training distilled --thresholds per-label --to"
          + " savedmodels/cmdd-han",
      "  polystill export runs/cmdd --architecture han --training distilled --half --compare --to"
          + " savedmodels/cmdd-han"
    })
public final class ExportCommand extends AbstractCommand {
  /** The architectures. */
  static final class Architectures implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ArchitectureRegistry.STANDARD.names().iterator();
    }
  }

  /** Training types that have models, such as {@code distilled}. */
  static final class Trainings extends KeyConverter<TrainingRow> {
    Trainings() {
      super(
          EnumSet.complementOf(EnumSet.of(TrainingRow.BASELINE)).toArray(TrainingRow[]::new),
          TrainingRow::key);
    }
  }

  /** Where thresholds come from, such as {@code per-label}. */
  static final class Choices extends KeyConverter<ThresholdChoice> {
    Choices() {
      super(ThresholdChoice.values(), ThresholdChoice::key);
    }
  }

  /** As what weights are kept, such as {@code float16}. */
  static final class Storages extends KeyConverter<WeightStorage> {
    Storages() {
      super(WeightStorage.values(), WeightStorage::key);
    }
  }

  /** The version of a model: a whole number of 1 or more, or {@code next}. */
  static final class Versions implements ITypeConverter<OptionalLong> {
    @Override
    public OptionalLong convert(String value) {
      if (!value.matches("next|[1-9][0-9]{0,17}")) {
        throw new TypeConversionException(
            "'" + value + "' is no version; give a whole number of 1 or more, or next");
      }
      return value.equals("next") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }
  }

  @Parameters(paramLabel = "RUN", description = "Run directory.")
  Path run;

  @Option(
      names = "--architecture",
      paramLabel = "A",
      required = true,
      completionCandidates = Architectures.class,
      description =
          "Architecture, such as textcnn; of a student whose teacher is of another, both:"
              + " textcnn-from-han; of a teacher of several, all: han-and-gru-att.")
  String architecture;

  @Option(
      names = "--training",
      paramLabel = "T",
      required = true,
      converter = Trainings.class,
      completionCandidates = Trainings.class,
      description = "Training type: teacher, standalone, standalone-weighted or distilled.")
  TrainingRow training;

  @Option(
      names = "--fold",
      paramLabel = "K",
      description = "Fold, counted from 0 (default: the first that was run).")
  Integer fold;

  @Option(
      names = "--thresholds",
      paramLabel = "CHOICE",
      converter = Choices.class,
      defaultValue = "fixed",
      description = {
        "By which the model predicts: fixed is the experiment's threshold for every label; global is"
            + " one, tuned on the validation part for micro-F1; per-label is one per label, tuned for"
            + " macro-F1 (default: ${DEFAULT-VALUE})."
      })
  ThresholdChoice thresholds;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the model's versions; each export adds one.")
  Path to;

  @Option(
      names = "--version",
      paramLabel = "N",
      converter = Versions.class,
      defaultValue = "next",
      description = "Version to write: a whole number, or next (default: ${DEFAULT-VALUE}).")
  OptionalLong version;

  @Option(
      names = "--half",
      paramLabel = "TYPE",
      arity = "0..1",
      converter = Storages.class,
      completionCandidates = Storages.class,
      defaultValue = "float32",
      fallbackValue = "float16",
      description =
          "Keep the weights in half the bytes: float16 (default) or bfloat16; prints what changes.")
  WeightStorage half;

  @Option(
      names = "--tables",
      negatable = true,
      description =
          "Look up the first product of each word in a table instead of computing it: faster and"
              + " larger, up to 512 MB (default: for han and textcnn students up to 256 MB, and for a"
              + " teacher whose experts have word vectors of their own).")
  Boolean tables;

  @Option(
      names = "--compare",
      description =
          "Measure size and latency of the run's teacher and students of that architecture and fold.")
  boolean compare;

  @Option(
      names = "--skip-check",
      description =
          "Do not compare the exported model with the run's predictions, which needs the corpus.")
  boolean skipCheck;

  @Mixin TimeoutOption timeout;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--timeout", timeout.seconds);
    RunDirectory directory = RunDirectory.existing(run);
    Experiment experiment = directory.experiment();
    int chosen = fold == null ? experiment.folds().run().get(0) : fold;
    ModelExporter exporter =
        new ModelExporter(directory, experiment, corpus(directory, experiment));
    ModelExporter.Exported result = export(exporter, chosen);
    out().println(result.version());
    result.check().ifPresent(this::print);
    if (compare) {
      out().println(ExportTables.speeds(exporter.compare(architecture, chosen, half)));
    }
    return 0;
  }

  private ModelExporter.Exported export(ModelExporter exporter, int chosen) throws IOException {
    try {
      return exporter.export(
          new ExportRequest(
              ModelKey.of(chosen, architecture, training),
              to,
              version,
              half,
              Optional.ofNullable(tables),
              thresholds,
              timeout.longestCall()));
    } catch (ExportDiffersException e) {
      e.check().ifPresent(this::printFigures);
      throw e;
    }
  }

  private void print(ExportCheck check) {
    print(
        "same as in training: %d test documents, largest difference %.2g, %s",
        check.documents(),
        check.largestDifference(),
        check.otherDecisions() == 0
            ? "all decisions alike"
            : check.otherDecisions() + " decisions differ, at the threshold");
    if (check.wordless() > 0) {
      print(
          "%,d of them have no word that the model knows, so it gives them no labels; the run's"
              + " metrics.json counts their probabilities all the same",
          check.wordless());
    }
    printFigures(check);
  }

  /** What tuned thresholds bring and less exact weights cost. */
  private void printFigures(ExportCheck check) {
    if (thresholds != ThresholdChoice.FIXED) {
      out().println(ExportTables.thresholds(check, thresholds));
    }
    if (half.isHalf()) {
      out().println(ExportTables.metrics(check, half));
    }
  }

  private Optional<SegmentedCorpus> corpus(RunDirectory directory, Experiment experiment)
      throws IOException {
    if (skipCheck) {
      return Optional.empty();
    }
    if (!experiment.corpus().files().stream().allMatch(Files::isRegularFile)) {
      throw cannotCheck(directory, "the corpus is not where the run read it");
    }
    PreparedCorpus corpus =
        CorpusPreparation.prepare(
            experiment, cores(), Optional.of(CacheDirectory.standard()), (done, total) -> {});
    String ofRun = directory.environment().corpus();
    if (!ofRun.equals(corpus.sha256())) {
      throw cannotCheck(directory, "the corpus has changed since the run");
    }
    return Optional.of(corpus.segmented());
  }

  private static InvalidInputException cannotCheck(RunDirectory directory, String why) {
    return InvalidInputException.of(
        "%s: %s, so the export cannot be checked; restore the corpus or give --skip-check",
        directory.root(), why);
  }
}
