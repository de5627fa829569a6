package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ModelGroups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One sentence that says what came out of a run: micro-F1 and macro-F1 of the distilled student (or
 * what there is without one), what it gains with the fixed threshold and with a tuned one, whether
 * that is significant, and on which side of the baselines it is. Models are compared on the folds
 * that both have, and called level where their figures read the same.
 */
final class Verdict {
  private static final List<Metric> METRICS = List.of(Metric.MICRO_F1, Metric.MACRO_F1);

  /** Micro-F1 and macro-F1 with the fixed threshold, as fractions. */
  private final ModelGroups<double[]> fixed = new ModelGroups<>();

  /** The same with one tuned threshold, where it is known. */
  private final ModelGroups<double[]> tuned = new ModelGroups<>();

  private final List<SignificanceResult> significance;
  private final double threshold;
  private final String unit;

  private Verdict(
      List<FoldEvaluation> evaluations,
      List<ThresholdEvaluation> thresholds,
      List<SignificanceResult> significance,
      String unit) {
    for (FoldEvaluation of : evaluations) {
      fixed.put(of.key(), METRICS.stream().mapToDouble(it -> it.of(of.evaluation())).toArray());
    }
    for (ThresholdEvaluation of : thresholds) {
      tuned.put(
          of.key(),
          METRICS.stream()
              .mapToDouble(it -> it.of(of.row(ThresholdChoice.GLOBAL, it).test()))
              .toArray());
    }
    this.significance = significance;
    this.threshold = evaluations.get(0).evaluation().perLabel().get(0).threshold();
    this.unit = unit;
  }

  /**
   * The sentence.
   *
   * @param evaluations with the fixed threshold, one or more, baselines among them
   * @param thresholds the same with tuned ones, where they are known
   * @param significance of differences between them
   * @param unit what there are several of, folds or seeds
   */
  static String of(
      List<FoldEvaluation> evaluations,
      List<ThresholdEvaluation> thresholds,
      List<SignificanceResult> significance,
      String unit) {
    return new Verdict(evaluations, thresholds, significance, unit).sentence();
  }

  private String sentence() {
    List<Kind> rivals = rivals();
    Kind subject =
        rivals.stream()
            .max(Comparator.comparingDouble(kind -> mean(fixed.folds(kind).values())[1]))
            .orElseThrow();
    double[] own = mean(fixed.folds(subject).values());
    int folds = fixed.folds(subject).size();
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s reaches %s micro-F1 and %s macro-F1 at threshold %s",
                name(subject, rivals.size()),
                percent(own[0]),
                percent(own[1]),
                Figures.shortest(threshold)));
    if (folds > 1) {
      text.append(" (mean of ").append(folds).append(' ').append(unit).append(')');
    }
    opponent(subject).ifPresent(other -> text.append(": ").append(against(subject, other)));
    if (rivals.size() > 1 && subject.training() == TrainingRow.DISTILLED) {
      text.append(overArchitectures(rivals));
    }
    for (Kind kind : fixed.kinds()) {
      if (kind.training() == TrainingRow.BASELINE && !kind.equals(subject)) {
        text.append(baseline(subject, kind));
      }
    }
    return text.append('.').toString();
  }

  /** Those of the last training type that was run. */
  private List<Kind> rivals() {
    return Stream.of(
            TrainingRow.DISTILLED,
            TrainingRow.STANDALONE,
            TrainingRow.TEACHER,
            TrainingRow.BASELINE)
        .map(row -> fixed.kinds().stream().filter(kind -> kind.training() == row).toList())
        .filter(kinds -> !kinds.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static String name(Kind subject, int rivals) {
    String name = name(subject.training());
    return rivals == 1
        ? "The " + name + " " + subject.architecture()
        : "The best of " + rivals + " " + name + "s by macro-F1, " + subject.architecture() + ",";
  }

  private static String name(TrainingRow training) {
    boolean student = training != TrainingRow.TEACHER && training != TrainingRow.BASELINE;
    return training.key() + (student ? " student" : "");
  }

  /** The model of the same architecture that is worth a comparison. */
  private Optional<Kind> opponent(Kind subject) {
    return Stream.of(TrainingRow.STANDALONE, TrainingRow.TEACHER)
        .filter(row -> row.compareTo(subject.training()) < 0)
        .filter(row -> subject.training() != TrainingRow.BASELINE)
        .map(row -> new Kind(subject.architecture(), row))
        .filter(kind -> difference(fixed, subject, kind).isPresent())
        .findFirst();
  }

  private String against(Kind subject, Kind other) {
    String atTuned =
        difference(tuned, subject, other)
            .map(it -> " (" + points(it) + " with one tuned threshold)")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s points against the %s%s%s",
        points(difference(fixed, subject, other).orElseThrow()),
        name(other.training()),
        atTuned,
        significance(subject, other));
  }

  /** What the tests over folds and documents say; nothing where there was none. */
  private String significance(Kind subject, Kind other) {
    List<String> found = new ArrayList<>();
    boolean tested = false;
    for (Metric metric : METRICS) {
      List<SignificanceResult> tests =
          significance.stream()
              .filter(it -> it.thresholds() == ThresholdChoice.FIXED)
              .filter(it -> it.architecture().equals(subject.architecture()))
              .filter(it -> it.first().equals(subject.training().key()))
              .filter(it -> it.second().equals(other.training().key()))
              .filter(it -> it.metric() == metric && it.p() != null)
              .toList();
      long significant = tests.stream().filter(SignificanceResult::significant).count();
      tested |= !tests.isEmpty();
      if (significant > 0) {
        found.add(
            metric.title()
                + " by "
                + (tests.size() == 1
                    ? tests.get(0).test().title()
                    : significant + " of " + tests.size() + " tests"));
      }
    }
    if (!tested) {
      return "";
    }
    return found.isEmpty()
        ? ", neither significant"
        : ", significant in " + String.join(" and in ", found);
  }

  private String overArchitectures(List<Kind> rivals) {
    List<double[]> gains =
        rivals.stream()
            .flatMap(
                kind ->
                    difference(fixed, kind, new Kind(kind.architecture(), TrainingRow.STANDALONE))
                        .stream())
            .toList();
    long higher = gains.stream().filter(gain -> tenths(gain[1]) > 0).count();
    return gains.size() < 2
        ? ""
        : String.format(
            Locale.ROOT,
            "; distilled is ahead of standalone in macro-F1 for %d of %d architectures",
            higher,
            gains.size());
  }

  private String baseline(Kind subject, Kind baseline) {
    Optional<double[]> difference = difference(fixed, subject, baseline);
    if (difference.isEmpty()) {
      return "";
    }
    List<String> sides = sides(difference.get());
    double[] own =
        mean(fixed.shared(subject, baseline).stream().map(fixed.folds(baseline)::get).toList());
    String text =
        String.format(
            Locale.ROOT,
            "; %s (%s / %s)",
            placed(sides, "the " + baseline.architecture() + " baseline"),
            percent(own[0]),
            percent(own[1]));
    return difference(tuned, subject, baseline)
        .map(Verdict::sides)
        .filter(atTuned -> !atTuned.equals(sides))
        .map(atTuned -> text + ", with one tuned threshold " + placed(atTuned, "it"))
        .orElse(text);
  }

  private static List<String> sides(double[] difference) {
    return Stream.of(tenths(difference[0]), tenths(difference[1]))
        .map(tenths -> tenths > 0 ? "above" : tenths < 0 ? "below" : "level with")
        .toList();
  }

  private static String placed(List<String> sides, String name) {
    String first = sides.get(0) + " " + name;
    return sides.get(0).equals(sides.get(1))
        ? first
        : first + " in micro-F1, " + sides.get(1) + " it in macro-F1";
  }

  /** First minus second, mean over the folds that both have; empty where there is none. */
  private static Optional<double[]> difference(
      ModelGroups<double[]> figures, Kind first, Kind second) {
    List<double[]> differences =
        figures.shared(first, second).stream()
            .map(
                fold -> {
                  double[] own = figures.folds(first).get(fold);
                  double[] others = figures.folds(second).get(fold);
                  return new double[] {own[0] - others[0], own[1] - others[1]};
                })
            .toList();
    return differences.isEmpty() ? Optional.empty() : Optional.of(mean(differences));
  }

  private static double[] mean(Collection<double[]> figures) {
    return new double[] {
      figures.stream().mapToDouble(each -> each[0]).average().orElse(Double.NaN),
      figures.stream().mapToDouble(each -> each[1]).average().orElse(Double.NaN)
    };
  }

  /** A difference in tenths of a point, as it is shown. */
  private static long tenths(double difference) {
    return Math.round(1000 * difference);
  }

  private static String points(double[] differences) {
    return String.format(
        Locale.ROOT, "%+.1f / %+.1f", tenths(differences[0]) / 10.0, tenths(differences[1]) / 10.0);
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }
}
