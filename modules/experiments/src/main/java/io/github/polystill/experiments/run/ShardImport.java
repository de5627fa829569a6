package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.log.RunLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Copies the trials of shards into one run directory. */
final class ShardImport {
  private final RunDirectory directory;
  private final RunLog log;
  private final ProgressListener progress;

  ShardImport(RunDirectory directory, RunLog log, ProgressListener progress) {
    this.directory = directory;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Copies the undamaged trials of a shard that are not there yet, and its warnings.
   *
   * @throws InvalidInputException where it is a shard of something else
   */
  void copy(RunDirectory shard) throws IOException {
    RunEnvironment theirs = requireSame(shard);
    for (String warning : shard.warnings()) {
      log.warn("shard", warning, Map.of("shard", shard.root().toString()));
    }
    TrialLedger own = new TrialLedger(directory.trials());
    TrialLedger other =
        new TrialLedger(
            shard.trials(),
            warning -> {
              log.warn("trial-damaged", warning, Map.of());
              progress.message("warning: " + warning);
            });
    int copied = 0;
    for (Path trial : trials(shard)) {
      String hash = trial.getFileName().toString();
      if (other.holds(hash) && !own.holds(hash)) {
        directory.unseal(); // which may have had another trial of this name
        copy(trial, directory.trials().resolve(hash));
        copied++;
      }
    }
    addMachines(theirs);
    progress.message(String.format(Locale.ROOT, "%s: %,d trials copied", shard.root(), copied));
    log.info("shard-copied", Map.of("shard", shard.root().toString(), "trials", copied));
  }

  /** So that nobody takes the figures for those of the machine that merged. */
  private void addMachines(RunEnvironment theirs) throws IOException {
    RunEnvironment merged = RunEnvironment.read(directory.environmentFile());
    merged.addMachinesOf(theirs);
    directory.write(directory.environmentFile(), merged.json());
  }

  private static List<Path> trials(RunDirectory shard) throws IOException {
    try (Stream<Path> entries = Files.list(shard.trials())) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path trial, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(trial)) {
      files = entries.toList();
    }
    AtomicFiles.writeDirectory(
        to,
        inside -> {
          for (Path file : files) {
            Files.copy(file, inside.resolve(file.getFileName()));
          }
        });
  }

  /** Returns the environment of the shard. */
  private RunEnvironment requireSame(RunDirectory shard) throws IOException {
    String own = text(directory.experimentFile());
    String other = text(shard.experimentFile());
    if (!own.equals(other)) {
      throw InvalidInputException.of(
          "%s is a shard of another experiment: it has %s; merge with the settings that the shards were run with",
          shard.root(), firstDifference(own, other));
    }
    RunEnvironment ours = RunEnvironment.read(directory.environmentFile());
    RunEnvironment theirs = RunEnvironment.read(shard.environmentFile());
    requireEqual(shard, "the corpus", ours.corpus(), theirs.corpus());
    requireEqual(
        shard, "the word vectors", ours.vectors().orElse("none"), theirs.vectors().orElse("none"));
    requireEqual(shard, "the segmenter", ours.input("segmenter"), theirs.input("segmenter"));
    requireEqual(shard, "the encoder", ours.input("encoder"), theirs.input("encoder"));
    requireEqual(shard, "the teacher's record", ours.input("teacher"), theirs.input("teacher"));
    requireEqual(shard, "student.transfer", ours.input("transfer"), theirs.input("transfer"));
    requireEqual(shard, "TensorFlow", ours.tensorFlow(), theirs.tensorFlow());
    List<String> differences = ours.differencesTo(theirs);
    if (!differences.isEmpty()) {
      log.warn(
          "shard-differs",
          shard.root() + " was trained elsewhere, so last digits may differ: " + differences,
          Map.of());
    }
    return theirs;
  }

  /** Whatever it is: one that is no UTF-8 is another experiment. */
  private static String text(Path file) throws IOException {
    return new String(InputFile.bytes(file), StandardCharsets.UTF_8);
  }

  private static void requireEqual(RunDirectory shard, String what, String own, String other) {
    if (!own.equals(other)) {
      throw InvalidInputException.of(
          "%s does not fit: %s was %s there and is %s here; run the shard again",
          shard.root(), what, other, own);
    }
  }

  private static String firstDifference(String own, String other) {
    List<String> ours = own.lines().toList();
    return other
        .lines()
        .filter(line -> !ours.contains(line))
        .map(line -> "\"" + line.strip() + "\"")
        .findFirst()
        .orElse("fewer settings");
  }
}
