package io.github.polystill.experiments.reproduction;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run beside one that repeated it: bit for bit where both had the same kind of processor and the
 * same versions, else the four metrics and the loss within {@value #TOLERANCE}.
 *
 * @param exact whether bit for bit
 * @param why what allows differences; empty where nothing does
 * @param checks in the order in which one thing depends on the other
 */
public record Comparison(boolean exact, List<String> why, List<Check> checks) {
  static final double TOLERANCE = 1e-3;

  /**
   * One thing that was compared.
   *
   * @param what such as {@code corpus}
   * @param same whether it came out as before
   * @param detail how many were compared, or the first that differs
   */
  public record Check(String what, boolean same, String detail) {}

  /** Whether all came out as before. */
  public boolean same() {
    return checks.stream().allMatch(Check::same);
  }

  /**
   * Compares what came before training; later things need not be compared where this differs.
   *
   * @param corpus SHA-256 of the corpus now
   * @param folds SHA-256 of the files of folds now
   */
  public static List<Check> inputs(Results before, String corpus, List<String> folds) {
    List<Check> checks = new ArrayList<>();
    boolean sameCorpus = before.environment().corpus().equals(corpus);
    checks.add(
        new Check(
            "corpus",
            sameCorpus,
            sameCorpus
                ? "sha256 " + corpus
                : "sha256 " + before.environment().corpus() + " before, " + corpus + " now"));
    boolean sameFolds = before.folds().equals(folds);
    String count = folds.size() == 1 ? "" : folds.size() + " seeds";
    checks.add(
        new Check("folds", sameFolds, sameFolds ? count : "documents are dealt differently"));
    return checks;
  }

  /**
   * Compares trials and metrics.
   *
   * @param before of the run; those of other folds than {@code now} has are not looked at
   */
  public static Comparison of(List<Check> inputs, Results before, Results now) {
    List<String> why = before.environment().differencesTo(now.environment());
    boolean exact = why.isEmpty();
    List<Check> checks = new ArrayList<>(inputs);
    Check trials = trials(before, now);
    Check metrics = metrics(before, now, exact);
    if (exact || !metrics.same()) {
      checks.add(trials);
    } else {
      checks.add(new Check("trials", true, "not compared: other digits are to be expected"));
    }
    checks.add(metrics);
    return new Comparison(exact, why, checks);
  }

  private static Check trials(Results before, Results now) {
    Map<String, TrialRecord> byHash = new LinkedHashMap<>();
    before.trials().forEach(trial -> byHash.put(trial.hash(), trial));
    Map<String, TrialRecord> byName =
        before.trials().stream()
            .collect(
                Collectors.toMap(
                    trial -> trial.trial().toString(), trial -> trial, (one, other) -> other));
    List<String> differences = new ArrayList<>();
    for (TrialRecord trial : now.trials()) {
      TrialRecord recorded =
          byHash.getOrDefault(trial.hash(), byName.get(trial.trial().toString()));
      Optional<String> difference =
          recorded == null
              ? Optional.of("it was not trained before")
              : recorded.differenceTo(trial);
      difference.ifPresent(how -> differences.add(trial.trial() + ", " + how));
    }
    int all = now.trials().size();
    return differences.isEmpty()
        ? new Check("trials", true, all + " with all their epochs")
        : new Check(
            "trials",
            false,
            String.format(
                Locale.ROOT,
                "%d of %d differ, first %s",
                differences.size(),
                all,
                differences.get(0)));
  }

  private static Check metrics(Results before, Results now, boolean exact) {
    double largest = 0;
    for (FoldEvaluation entry : now.metrics()) {
      Optional<FoldEvaluation> same = find(before.metrics(), entry);
      if (same.isEmpty()) {
        return new Check("metrics", false, entry.name() + " was not there before");
      }
      double difference = difference(same.get().evaluation(), entry.evaluation());
      largest = Math.max(largest, difference);
      boolean differs = exact ? !same.get().equals(entry) : difference > TOLERANCE;
      if (differs) {
        return new Check(
            "metrics",
            false,
            String.format(Locale.ROOT, "%s differs by %s at most", entry.name(), difference));
      }
    }
    String how =
        exact ? "bit for bit" : String.format(Locale.ROOT, "largest difference %.2g", largest);
    return new Check("metrics", true, now.metrics().size() + " entries, " + how);
  }

  private static Optional<FoldEvaluation> find(
      List<FoldEvaluation> metrics, FoldEvaluation wanted) {
    return metrics.stream()
        .filter(it -> it.architecture().equals(wanted.architecture()))
        .filter(it -> it.row() == wanted.row() && it.fold() == wanted.fold())
        .filter(it -> it.seed().equals(wanted.seed()))
        .findFirst();
  }

  private static double difference(MultiLabelEvaluation one, MultiLabelEvaluation other) {
    double largest = Math.abs(one.microF1() - other.microF1());
    largest = Math.max(largest, Math.abs(one.macroF1() - other.macroF1()));
    largest = Math.max(largest, Math.abs(one.weightedF1() - other.weightedF1()));
    largest = Math.max(largest, Math.abs(one.subsetAccuracy() - other.subsetAccuracy()));
    return Math.max(largest, Math.abs(one.loss() - other.loss()));
  }
}
