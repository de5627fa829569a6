package io.github.polystill.cli.run;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.reproduction.Comparison;
import io.github.polystill.experiments.reproduction.Inputs;
import io.github.polystill.experiments.reproduction.Results;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill verify}. */
@Command(
    name = "verify",
    description = {
      "Train a run again in a temporary directory and compare.",
      "Bit for bit on the same kind of CPU with the same versions, else metrics to 1e-3. Exit code 1 if",
      "anything differs; the first trial that does is named."
    },
    footer = {
      "",
      "Examples:",
      "  polystill verify runs/cmdd",
      "  polystill verify runs/cmdd --fold 0 --workers 4",
      "  polystill verify experiments/reproduce.yaml --expected experiments/reproduce.expected.json"
    })
public final class VerifyCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "RUN",
      description = "Run directory; with --expected or --write-expected an experiment file.")
  Path run;

  @Option(
      names = "--expected",
      paramLabel = "FILE",
      description = "Compare with a file of expected results instead of a run directory.")
  Path expected;

  @Option(
      names = "--write-expected",
      paramLabel = "FILE",
      description = "Run the experiment and write a file of expected results.")
  Path writeExpected;

  @Option(
      names = "--fold",
      paramLabel = "K",
      split = ",",
      description = "Only these folds, counted from 0 (default: all that were run).")
  List<Integer> folds = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "With an experiment file, set one of its keys; with a run, where its corpus and vectors"
              + " are now, such as corpus.path=FILE.")
  List<String> overrides = List.of();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks trained side by side (default: one per core).")
  int workers = cores();

  @Option(names = "--keep", description = "Keep the temporary run directory and say where it is.")
  boolean keep;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  private Path temporary;

  @Override
  protected Optional<Path> destination() {
    return Optional.ofNullable(temporary);
  }

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--workers", workers);
    if (expected != null && writeExpected != null) {
      throw wrongUse("--expected and --write-expected exclude each other");
    }
    temporary = Files.createTempDirectory("polystill-verify");
    try {
      if (writeExpected != null) {
        Experiment experiment = experiment(run);
        if (!train(experiment)) {
          return 1;
        }
        Results.of(new RunDirectory(temporary)).write(writeExpected);
        out().println("wrote " + writeExpected);
        return 0;
      }
      return verify();
    } finally {
      if (keep) {
        err().println("kept " + temporary);
      } else {
        AtomicFiles.deleteRecursively(temporary);
      }
    }
  }

  private int verify() throws Exception {
    Results before;
    Path file = run;
    if (expected == null) {
      RunDirectory directory = new RunDirectory(run);
      directory.requireReadable();
      before = Results.of(directory);
      file = directory.experimentFile();
    } else {
      before = Results.read(expected);
    }
    Experiment experiment = experiment(file);
    List<Comparison.Check> inputs =
        Inputs.of(experiment, workers, Optional.empty()).compare(before);
    for (Comparison.Check check : inputs) {
      if (!check.same()) {
        print(new Comparison(true, List.of(), inputs));
        return 1;
      }
    }
    if (!train(experiment)) {
      return 1;
    }
    Comparison comparison =
        Comparison.of(
            inputs, before, Results.of(new RunDirectory(temporary)), experiment.folds().run());
    print(comparison);
    return comparison.same() ? 0 : 1;
  }

  private Experiment experiment(Path file) throws IOException {
    Experiment experiment = CorpusPreparation.requireInputs(ExperimentFile.read(file, overrides));
    for (int fold : folds) {
      if (!experiment.folds().run().contains(fold)) {
        throw wrongUse("--fold " + fold + " was not run; there are " + experiment.folds().run());
      }
    }
    return folds.isEmpty()
        ? experiment
        : experiment.withFolds(folds.stream().distinct().sorted().toList());
  }

  /** False where it was interrupted, which has been said. */
  private boolean train(Experiment experiment) throws Exception {
    // No cache: word vectors that a run left there would not be trained again.
    RunOptions options = new RunOptions(temporary, workers, false, Optional.empty());
    return new InterruptibleRun(err()).run(experiment, options, ExperimentRunner::run).isPresent();
  }

  private void print(Comparison comparison) {
    if (json) {
      printJson(comparison);
      out().flush();
      return;
    }
    for (Comparison.Check check : comparison.checks()) {
      String same = check.same() ? "ok" : "DIFFERS";
      String line = String.format(Locale.ROOT, "%-8s %-8s %s", check.what(), same, check.detail());
      out().println(line.stripTrailing());
    }
    for (String why : comparison.why()) {
      out().println("not bit for bit, as there were " + why);
    }
    out().println(comparison.same() ? "reproduced" : "NOT reproduced");
    out().flush();
  }
}
