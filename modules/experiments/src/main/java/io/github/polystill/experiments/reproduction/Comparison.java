package io.github.polystill.experiments.reproduction;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final String NOT_COMPARED = "not compared: other digits are to be expected";

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
   * @param now what is trained on now
   */
  static List<Check> inputs(Results before, Inputs now) {
    List<Check> checks = new ArrayList<>();
    String corpus = now.corpus();
    List<String> folds = now.folds();
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
    checks.add(settings(before.settings(), now.settings()));
    return checks;
  }

  private static Check settings(List<String> before, List<String> now) {
    if (before.equals(now)) {
      return new Check("settings", true, "");
    }
    int same = 0;
    while (same < Math.min(before.size(), now.size()) && before.get(same).equals(now.get(same))) {
      same++;
    }
    return new Check(
        "settings",
        false,
        String.format(Locale.ROOT, "%s before, %s now", setting(before, same), setting(now, same)));
  }

  private static String setting(List<String> settings, int line) {
    return line < settings.size() ? "\"" + settings.get(line).strip() + "\"" : "nothing more";
  }

  /**
   * Compares word vectors, trials and metrics. What either has and the other has not is a
   * difference.
   *
   * @param folds that were done again; others are not looked at
   */
  public static Comparison of(
      List<Check> inputs, Results before, Results now, Collection<Integer> folds) {
    List<String> why = before.environment().differencesTo(now.environment());
    boolean exact = why.isEmpty();
    List<Check> checks = new ArrayList<>(inputs);
    Check metrics = metrics(before, now, exact, folds);
    if (exact || !metrics.same()) {
      checks.add(vectors(before, now, folds));
      checks.add(trials(before, now, folds));
    } else {
      checks.add(new Check("vectors", true, NOT_COMPARED));
      checks.add(new Check("trials", true, NOT_COMPARED));
    }
    checks.add(metrics);
    return new Comparison(exact, why, checks);
  }

  private static Check vectors(Results before, Results now, Collection<Integer> folds) {
    for (int fold : folds) {
      String one = before.vectors().get(fold);
      String other = now.vectors().get(fold);
      if (one == null || !one.equals(other)) {
        String how =
            one == null || other == null
                ? String.format(
                    Locale.ROOT,
                    "fold %d: %s kept none",
                    fold,
                    one == null ? "the run" : "this time")
                : String.format(Locale.ROOT, "fold %d: sha256 %s before, %s now", fold, one, other);
        return new Check("vectors", false, how);
      }
    }
    return new Check("vectors", true, "of every fold");
  }

  private static Check trials(Results before, Results now, Collection<Integer> folds) {
    Map<String, Results.Trial> byHash = new LinkedHashMap<>();
    before.trials().forEach(trial -> byHash.put(trial.hash(), trial));
    Map<String, Results.Trial> byName =
        before.trials().stream()
            .collect(
                Collectors.toMap(
                    trial -> trial.trial().toString(), trial -> trial, (one, other) -> other));
    List<String> differences = new ArrayList<>();
    for (Results.Trial trial : now.trials()) {
      Results.Trial recorded =
          byHash.getOrDefault(trial.hash(), byName.get(trial.trial().toString()));
      Optional<String> difference =
          recorded == null
              ? Optional.of("it was not trained before")
              : recorded.differenceTo(trial);
      difference.ifPresent(how -> differences.add(trial.trial() + ", " + how));
    }
    List<Results.Trial> missing = missing(before, now, folds);
    missing.forEach(trial -> differences.add(trial.trial() + ", it was not trained now"));
    int all = now.trials().size() + missing.size();
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

  private static List<Results.Trial> missing(
      Results before, Results now, Collection<Integer> folds) {
    Set<String> names =
        now.trials().stream().map(trial -> trial.trial().toString()).collect(Collectors.toSet());
    return before.trials().stream()
        .filter(trial -> before.needed().contains(trial.hash()))
        .filter(trial -> folds.contains(trial.trial().model().fold()))
        .filter(trial -> !names.contains(trial.trial().toString()))
        .toList();
  }

  private static Check metrics(
      Results before, Results now, boolean exact, Collection<Integer> folds) {
    for (FoldEvaluation entry : before.metrics()) {
      if (folds.contains(entry.key().fold())
          && !isBaseline(entry)
          && find(now.metrics(), entry).isEmpty()) {
        return new Check("metrics", false, entry.key() + " is not there now");
      }
    }
    double largest = 0;
    int compared = 0;
    for (FoldEvaluation entry : now.metrics()) {
      Optional<FoldEvaluation> same = find(before.metrics(), entry);
      if (same.isEmpty() && isBaseline(entry)) {
        continue;
      }
      if (same.isEmpty()) {
        return new Check("metrics", false, entry.key() + " was not there before");
      }
      compared++;
      double difference = difference(same.get().evaluation(), entry.evaluation());
      largest = Math.max(largest, difference);
      // Fidelity follows from the logits of trials, and earlier versions did not write it.
      FoldEvaluation recorded = same.get().withFidelity(entry.fidelity());
      boolean differs = exact ? !recorded.equals(entry) : difference > TOLERANCE;
      if (differs) {
        return new Check(
            "metrics",
            false,
            String.format(Locale.ROOT, "%s differs by %s at most", entry.key(), difference));
      }
    }
    String how =
        exact ? "bit for bit" : String.format(Locale.ROOT, "largest difference %.2g", largest);
    return new Check("metrics", true, compared + " entries, " + how);
  }

  /**
   * Trainings do not depend on baselines, and earlier versions had none: compared where both have.
   */
  private static boolean isBaseline(FoldEvaluation entry) {
    return entry.training() == TrainingRow.BASELINE;
  }

  private static Optional<FoldEvaluation> find(
      List<FoldEvaluation> metrics, FoldEvaluation wanted) {
    return metrics.stream().filter(it -> it.key().equals(wanted.key())).findFirst();
  }

  private static double difference(MultiLabelEvaluation one, MultiLabelEvaluation other) {
    double largest = Math.abs(one.microF1() - other.microF1());
    largest = Math.max(largest, Math.abs(one.macroF1() - other.macroF1()));
    largest = Math.max(largest, Math.abs(one.weightedF1() - other.weightedF1()));
    largest = Math.max(largest, Math.abs(one.subsetAccuracy() - other.subsetAccuracy()));
    return Math.max(largest, Math.abs(one.loss() - other.loss()));
  }
}
