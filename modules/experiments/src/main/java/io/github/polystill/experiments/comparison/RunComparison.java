package io.github.polystill.experiments.comparison;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.report.figures.ShareCurvesFigure;
import io.github.polystill.report.table.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs on the same folds side by side; all others are tested against the first.
 *
 * @param runs directories as they were given
 * @param ownSplit whether the corpus brings its own split, so that there are seeds but no folds
 * @param figures by architecture, training type and run; of a baseline those of the first run that
 *     has it
 * @param significance gain of each run over the first, by architecture and training type that both
 *     have, with fixed thresholds, then with tuned ones
 * @param notes what could not be compared
 */
public record RunComparison(
    List<String> runs,
    boolean ownSplit,
    List<Figures> figures,
    List<SignificanceResult> significance,
    List<String> notes) {

  /** Seed of the shuffles; the same for all comparisons, so that they can be repeated. */
  private static final long SHUFFLE_SEED = 1;

  /** The models of a run with one of its choices of thresholds. */
  @FunctionalInterface
  private interface Models {
    Map<ModelKey.Kind, List<TestedFold>> of(ComparedRun run);
  }

  /**
   * Compares runs.
   *
   * @param directories two or more
   * @throws InvalidInputException where one is no run, or corpora, labels or folds differ
   */
  public static RunComparison of(List<Path> directories) throws IOException {
    List<ComparedRun> runs = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Path directory : directories) {
      if (!seen.add(directory.toAbsolutePath().normalize())) {
        throw InvalidInputException.of("%s is given twice; give different runs", directory);
      }
      ComparedRun run = ComparedRun.read(directory);
      if (!runs.isEmpty()) {
        runs.get(0).requireComparable(run);
      }
      runs.add(run);
    }
    boolean repeated = runs.stream().anyMatch(run -> run.deals().size() > 1);
    List<ComparedRun> paired = repeated ? runs.stream().map(ComparedRun::withSeeds).toList() : runs;
    List<String> notes = new ArrayList<>();
    List<Comparison> comparisons = comparisons(paired, ComparedRun::models, notes);
    List<Comparison> tuned =
        comparisons(paired, ComparedRun::tuned, new ArrayList<>()).stream()
            .map(it -> it.with(ThresholdChoice.PER_LABEL))
            .toList();
    List<SignificanceResult> significance =
        new ArrayList<>(new Significance(SHUFFLE_SEED).of(comparisons));
    significance.addAll(new Significance(SHUFFLE_SEED).of(tuned));
    return new RunComparison(
        runs.stream().map(ComparedRun::name).toList(),
        runs.get(0).ownSplit(),
        figures(paired),
        significance,
        notes);
  }

  private static List<Comparison> comparisons(
      List<ComparedRun> runs, Models models, List<String> notes) {
    List<Comparison> comparisons = new ArrayList<>();
    ComparedRun first = runs.get(0);
    for (ComparedRun other : runs.subList(1, runs.size())) {
      Set<ModelKey.Kind> shared = new LinkedHashSet<>(trained(first));
      shared.retainAll(trained(other));
      if (shared.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%s and %s have no architecture and training type in common (%s; %s), so there is nothing to test.",
                first.name(),
                other.name(),
                names(first),
                names(other)));
      }
      for (ModelKey.Kind kind : shared) {
        comparisons.add(
            Comparison.of(
                kind.architecture(),
                other.name() + " " + kind.training().key(),
                models.of(other).get(kind),
                first.name() + " " + kind.training().key(),
                models.of(first).get(kind)));
      }
    }
    return comparisons;
  }

  private static String names(ComparedRun run) {
    return String.join(", ", trained(run).stream().map(ModelKey.Kind::toString).toList());
  }

  private static List<ModelKey.Kind> trained(ComparedRun run) {
    return run.models().keySet().stream().filter(kind -> !isBaseline(kind)).toList();
  }

  /** A baseline is the same on the same folds and labels, whatever was trained. */
  private static boolean isBaseline(ModelKey.Kind kind) {
    return kind.training() == TrainingRow.BASELINE;
  }

  private static List<Figures> figures(List<ComparedRun> runs) {
    ComparedRun first = runs.get(0);
    Set<ModelKey.Kind> kinds = new LinkedHashSet<>();
    runs.forEach(run -> kinds.addAll(trained(run)));
    runs.forEach(run -> kinds.addAll(run.models().keySet())); // baselines below
    List<Figures> figures = new ArrayList<>();
    for (ModelKey.Kind kind : kinds) {
      List<ComparedRun> having = runs.stream().filter(it -> it.models().containsKey(kind)).toList();
      List<ModelKey> shared =
          byFold(having.get(0), kind).keySet().stream()
              .filter(fold -> having.stream().allMatch(it -> byFold(it, kind).containsKey(fold)))
              .toList();
      for (ComparedRun run : isBaseline(kind) ? differentBaselines(having) : having) {
        // Without a shared fold, its own are better than none; the tests say that nothing pairs.
        Collection<ModelKey> folds = shared.isEmpty() ? byFold(run, kind).keySet() : shared;
        boolean gains =
            first.models().containsKey(kind)
                && !run.name().equals(first.name())
                && !shared.isEmpty();
        figures.add(figures(kind, run, folds, gains ? Optional.of(first) : Optional.empty()));
      }
    }
    return figures;
  }

  /** The first run's, and those of runs with other labels to learn from. */
  private static List<ComparedRun> differentBaselines(List<ComparedRun> having) {
    List<ComparedRun> different = new ArrayList<>();
    for (ComparedRun run : having) {
      if (different.stream().noneMatch(it -> it.deals().equals(run.deals()))) {
        different.add(run);
      }
    }
    return different;
  }

  private static Map<ModelKey, TestedFold> byFold(ComparedRun run, ModelKey.Kind kind) {
    return byFold(run.models().get(kind));
  }

  private static Map<ModelKey, TestedFold> byFold(List<TestedFold> folds) {
    Map<ModelKey, TestedFold> byFold = new TreeMap<>(ModelKey.BY_FOLD);
    folds.forEach(fold -> byFold.put(fold.key(), fold));
    return byFold;
  }

  private static Figures figures(
      ModelKey.Kind kind,
      ComparedRun run,
      Collection<ModelKey> folds,
      Optional<ComparedRun> first) {
    return new Figures(
        kind.architecture(),
        kind.training(),
        run.name(),
        run.labelledShare(),
        folds.stream().map(fold -> "fold " + fold.foldName()).toList(),
        spreads(run.models().get(kind), folds),
        gain(kind, run, folds, first, ComparedRun::models),
        spreads(run.tuned().get(kind), folds),
        gain(kind, run, folds, first, ComparedRun::tuned));
  }

  private static Map<String, Double> gain(
      ModelKey.Kind kind,
      ComparedRun run,
      Collection<ModelKey> folds,
      Optional<ComparedRun> first,
      Models models) {
    Map<String, Double> gain = new LinkedHashMap<>();
    if (first.isPresent()) {
      Map<String, Spread> firsts = spreads(models.of(first.get()).get(kind), folds);
      spreads(models.of(run).get(kind), folds)
          .forEach((metric, own) -> gain.put(metric, own.mean() - firsts.get(metric).mean()));
    }
    return gain;
  }

  private static Map<String, Spread> spreads(List<TestedFold> tested, Collection<ModelKey> folds) {
    Map<ModelKey, TestedFold> byFold = byFold(tested);
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      spreads.put(
          metric.key(),
          Spread.of(
              folds.stream()
                  .mapToDouble(fold -> metric.of(byFold.get(fold).evaluation().evaluation()))
                  .toArray()));
    }
    return spreads;
  }

  /** Macro-F1 by the share of labels that the runs' training documents keep. */
  public List<ShareCurvesFigure.Point> shares() {
    String macroF1 = Metric.MACRO_F1.key();
    return figures.stream()
        .filter(
            it ->
                it.training() != TrainingRow.BASELINE
                    || it.architecture().equals(Baseline.LINEAR.key()))
        .map(
            it ->
                new ShareCurvesFigure.Point(
                    it.architecture(),
                    it.training(),
                    it.labelledShare(),
                    it.metrics().get(macroF1).mean(),
                    it.tuned().get(macroF1).mean()))
        .toList();
  }

  /**
   * Figures of one architecture and training type in one run, on the folds that all runs with it
   * have.
   *
   * @param run the directory as it was given
   * @param labelledShare of the run's training documents
   * @param folds that the figures are over
   * @param metrics mean and deviation over folds by metric, as fractions
   * @param gain mean difference to the first run by metric; empty for the first run
   * @param tuned as metrics, with thresholds tuned per label
   * @param tunedGain as gain, with thresholds tuned per label
   */
  public record Figures(
      String architecture,
      TrainingRow training,
      String run,
      double labelledShare,
      List<String> folds,
      Map<String, Spread> metrics,
      Map<String, Double> gain,
      Map<String, Spread> tuned,
      Map<String, Double> tunedGain) {}
}
