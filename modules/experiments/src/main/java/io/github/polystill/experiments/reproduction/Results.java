package io.github.polystill.experiments.reproduction;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrialLedger;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run came to, as far as it can be compared.
 *
 * @param settings lines of what figures depend on
 * @param environment what it ran on
 * @param folds SHA-256 of the files of folds, one for each seed
 * @param vectors by fold, SHA-256 of the word vectors that the first seed's networks began with
 * @param metrics in the order of {@code metrics.json}
 * @param trials in the order in which they depend on each other
 * @param needed hashes of the trials that the metrics are of; a run directory can hold others too
 */
public record Results(
    List<String> settings,
    RunEnvironment environment,
    List<String> folds,
    SortedMap<Integer, String> vectors,
    List<FoldEvaluation> metrics,
    List<Trial> trials,
    Set<String> needed) {
  private static final Logger LOG = LoggerFactory.getLogger(Results.class);

  public Results {
    settings = List.copyOf(settings);
    folds = List.copyOf(folds);
    vectors = Collections.unmodifiableSortedMap(new TreeMap<>(vectors));
    metrics = List.copyOf(metrics);
    trials = List.copyOf(trials);
    needed = Set.copyOf(needed);
  }

  /** Those of a finished run. */
  public static Results of(RunDirectory run) throws IOException {
    Experiment experiment = run.experiment();
    List<String> folds = new ArrayList<>();
    for (long seed : experiment.allSeeds()) {
      folds.add(run.foldsChecksum(experiment.mark(seed)));
    }
    SortedMap<Integer, String> vectors = new TreeMap<>();
    for (int fold : experiment.folds().run()) {
      Optional<String> checksum = run.vectorsChecksum(fold);
      checksum.ifPresent(sha256 -> vectors.put(fold, sha256));
    }
    Set<String> needed =
        run.models().stream()
            .flatMap(model -> Stream.concat(model.trials().stream(), model.first().stream()))
            .collect(Collectors.toSet());
    Map<String, TrialLedger.Entry> finished = run.ledger(LOG::warn).entries();
    for (String hash : needed) {
      if (!finished.containsKey(hash)) {
        run.ledger().find(hash); // says what is wrong with it
      }
    }
    List<Trial> trials = new ArrayList<>();
    for (Map.Entry<String, TrialLedger.Entry> found : finished.entrySet()) {
      TrialLedger.Entry entry = found.getValue();
      trials.add(
          new Trial(
              entry.trial(), found.getKey(), entry.logitsSha256(), Optional.of(entry.history())));
    }
    trials.sort(
        Trial.order(
            Stream.of(experiment.architectures(), experiment.studentArchitectures())
                .flatMap(List::stream)
                .map(ArchitectureSettings::name)
                .distinct()
                .toList()));
    return new Results(
        experiment.decisiveSettings(),
        run.environment(),
        folds,
        vectors,
        run.metrics(),
        trials,
        needed);
  }

  /** Writes a file that is kept beside an experiment, to be compared with later runs. */
  public void write(Path file) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("settings", settings);
    content.put("environment", environment.tree());
    content.put("folds", folds);
    content.put("vectors", vectors);
    content.put("trials", trials);
    content.put("metrics", MetricsJson.entries(metrics));
    AtomicFiles.writeString(file, RecordsJson.indented(content));
  }

  /**
   * Reads such a file.
   *
   * @throws InvalidInputException where it is none, or of a newer version
   */
  public static Results read(Path file) throws IOException {
    try {
      JsonNode root = RecordsJson.mapper().readTree(InputFile.bytes(file));
      boolean whole =
          root.path("settings").isArray()
              && root.path("environment").isObject()
              && root.path("folds").isArray()
              && root.path("vectors").isObject()
              && (root.path("trials").isMissingNode() || root.path("trials").isArray());
      if (!whole) {
        throw invalid(file, "settings, environment, folds, vectors or trials are missing", null);
      }
      JsonNode listed = root.withArray("trials");
      List<Trial> trials = RecordsJson.mapper().readerForListOf(Trial.class).readValue(listed);
      ObjectReader texts = RecordsJson.mapper().readerForListOf(String.class);
      return new Results(
          texts.readValue(root.get("settings")),
          RunEnvironment.of(root.get("environment"), file),
          texts.readValue(root.get("folds")),
          RecordsJson.mapper()
              .convertValue(root.get("vectors"), new TypeReference<TreeMap<Integer, String>>() {}),
          MetricsJson.read(file, root.path("metrics")),
          trials,
          trials.stream().map(Trial::hash).collect(Collectors.toSet()));
    } catch (NoSuchFileException e) {
      throw invalid(file, "there is no such file", e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw invalid(file, "it is not JSON of that form", e);
    }
  }

  private static InvalidInputException invalid(Path file, String what, Exception cause) {
    return InvalidInputException.of(
        cause,
        "%s holds no expected results: %s; write it with polystill verify EXPERIMENT `writeExpected: FILE`",
        file,
        what);
  }

  /**
   * What is compared of a trial.
   *
   * @param trial what was trained
   * @param hash its name in the run directory
   * @param logits SHA-256 of its logits of all documents
   * @param history its epochs, where they are kept
   */
  record Trial(
      TrialName trial, String hash, String logits, @JsonIgnore Optional<TrainingHistory> history) {
    Trial {
      history = Objects.requireNonNullElse(history, Optional.empty());
    }

    /** What is trained first comes first: a distilled student depends on experts. */
    static Comparator<Trial> order(List<String> architectures) {
      return Comparator.<Trial>comparingLong(it -> it.trial().model().seed().orElse(Long.MIN_VALUE))
          .thenComparingInt(it -> it.trial().model().fold())
          .thenComparingInt(it -> place(it.trial().model(), architectures))
          .thenComparing(it -> it.trial().training())
          .thenComparing(it -> it.trial().label().orElse(""))
          .thenComparingDouble(it -> it.trial().classWeight().orElse(0.0))
          .thenComparing(it -> it.trial().isRefit());
    }

    /** After its teacher's, if it has one. */
    private static int place(ModelKey model, List<String> architectures) {
      return Math.max(
          architectures.indexOf(model.architecture()),
          architectures.indexOf(model.teacher().orElse("")));
    }

    /** How another training of the same differs from this one; empty where it does not. */
    Optional<String> differenceTo(Trial other) {
      if (history.isPresent() && other.history().isPresent()) {
        Optional<String> epoch = firstEpoch(history.get(), other.history().get());
        if (epoch.isPresent()) {
          return epoch;
        }
      }
      return logits.equals(other.logits()) ? Optional.empty() : Optional.of("the logits");
    }

    private static Optional<String> firstEpoch(TrainingHistory before, TrainingHistory now) {
      int both = Math.min(before.epochs().size(), now.epochs().size());
      for (int i = 0; i < both; i++) {
        Epoch one = before.epochs().get(i);
        Epoch other = now.epochs().get(i);
        Optional<String> difference =
            change("training loss", one.trainingLoss(), other.trainingLoss())
                .or(
                    () ->
                        change(
                            "validation loss", one.validation().loss(), other.validation().loss()))
                .or(
                    () ->
                        change(
                            "validation figure",
                            one.validation().figure(),
                            other.validation().figure()));
        if (difference.isPresent()) {
          return difference.map(how -> "epoch " + one.number() + ": " + how);
        }
      }
      return before.epochs().size() == now.epochs().size()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "%d epochs before, %d now",
                  before.epochs().size(),
                  now.epochs().size()));
    }

    private static Optional<String> change(String what, double before, double now) {
      return before == now
          ? Optional.empty()
          : Optional.of(what + " " + before + " before, " + now + " now");
    }
  }
}
