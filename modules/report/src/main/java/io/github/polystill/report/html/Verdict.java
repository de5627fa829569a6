package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One sentence that says what came out of a run: micro-F1 and macro-F1 of the distilled student (or
 * what there is without one), what it gains with the fixed threshold and with a tuned one, whether
 * that is significant, and on which side of the baselines it is. Models are compared on the folds
 * that both have, and called level where their figures read the same.
 */
final class Verdict {
  private static final List<Metric> METRICS = List.of(Metric.MICRO_F1, Metric.MACRO_F1);

  private final List<Model> models;
  private final List<SignificanceResult> significance;
  private final double threshold;
  private final String unit;

  /** Micro-F1 and macro-F1 of a model by fold, as fractions. */
  private record Model(
      ModelKey.Kind kind,
      SortedMap<ModelKey, double[]> fixed,
      SortedMap<ModelKey, double[]> tuned) {
    boolean is(TrainingRow row) {
      return kind.training() == row;
    }

    String architecture() {
      return kind.architecture();
    }

    double macro() {
      return mean(fixed.values().stream().toList())[1];
    }
  }

  private Verdict(
      List<FoldEvaluation> evaluations,
      List<ThresholdEvaluation> thresholds,
      List<SignificanceResult> significance,
      String unit) {
    this.unit = unit;
    Map<ModelKey.Kind, Model> byKind = new LinkedHashMap<>();
    for (FoldEvaluation of : evaluations) {
      model(byKind, of.key()).fixed().put(of.key(), figures(metric -> metric.of(of.evaluation())));
    }
    for (ThresholdEvaluation of : thresholds) {
      model(byKind, of.key())
          .tuned()
          .put(
              of.key(),
              figures(metric -> metric.of(of.row(ThresholdChoice.GLOBAL, metric).test())));
    }
    this.models = byKind.values().stream().filter(model -> !model.fixed().isEmpty()).toList();
    this.significance = significance;
    this.threshold = evaluations.get(0).evaluation().perLabel().get(0).threshold();
  }

  private static Model model(Map<ModelKey.Kind, Model> byKind, ModelKey key) {
    return byKind.computeIfAbsent(
        key.kind(),
        kind -> new Model(kind, new TreeMap<>(ModelKey.BY_FOLD), new TreeMap<>(ModelKey.BY_FOLD)));
  }

  private static double[] figures(ToDoubleFunction<Metric> of) {
    return METRICS.stream().mapToDouble(of).toArray();
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
    List<Model> rivals = rivals();
    Model subject = rivals.stream().max(Comparator.comparingDouble(Model::macro)).orElseThrow();
    StringBuilder text = new StringBuilder(name(subject, rivals));
    double[] own = mean(List.copyOf(subject.fixed().values()));
    text.append(
        String.format(
            Locale.ROOT,
            " reaches %s micro-F1 and %s macro-F1 at threshold %s",
            percent(own[0]),
            percent(own[1]),
            LabelSummary.shortest(threshold)));
    if (subject.fixed().size() > 1) {
      text.append(" (mean of ").append(subject.fixed().size()).append(' ').append(unit).append(')');
    }
    opponent(subject).ifPresent(other -> text.append(": ").append(against(subject, other)));
    if (rivals.size() > 1 && subject.is(TrainingRow.DISTILLED)) {
      text.append(overArchitectures(rivals));
    }
    models.stream()
        .filter(model -> model.is(TrainingRow.BASELINE) && !model.equals(subject))
        .forEach(model -> text.append(baseline(subject, model)));
    return text.append('.').toString();
  }

  /** Those of the last training type that was run. */
  private List<Model> rivals() {
    for (TrainingRow row :
        List.of(TrainingRow.DISTILLED, TrainingRow.STANDALONE, TrainingRow.TEACHER)) {
      List<Model> rivals = models.stream().filter(model -> model.is(row)).toList();
      if (!rivals.isEmpty()) {
        return rivals;
      }
    }
    return models;
  }

  private static String name(Model subject, List<Model> rivals) {
    String training = subject.kind().training().key();
    String kind =
        subject.is(TrainingRow.DISTILLED) || subject.is(TrainingRow.STANDALONE)
            ? training + " student"
            : training;
    return rivals.size() == 1
        ? String.format(Locale.ROOT, "The %s %s", kind, subject.architecture())
        : String.format(
            Locale.ROOT,
            "The best of %d %ss by macro-F1, %s,",
            rivals.size(),
            kind,
            subject.architecture());
  }

  /** The model of the same architecture that is worth a comparison. */
  private Optional<Model> opponent(Model subject) {
    List<TrainingRow> others =
        subject.is(TrainingRow.DISTILLED)
            ? List.of(TrainingRow.STANDALONE, TrainingRow.TEACHER)
            : subject.is(TrainingRow.STANDALONE) ? List.of(TrainingRow.TEACHER) : List.of();
    for (TrainingRow other : others) {
      Optional<Model> found = of(subject.architecture(), other);
      if (found.isPresent() && difference(subject.fixed(), found.get().fixed()).isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Model> of(String architecture, TrainingRow row) {
    return models.stream()
        .filter(model -> model.architecture().equals(architecture) && model.is(row))
        .findFirst();
  }

  private String against(Model subject, Model other) {
    double[] fixed = difference(subject.fixed(), other.fixed()).orElseThrow();
    String tuned =
        difference(subject.tuned(), other.tuned())
            .map(it -> " (" + points(it) + " with one tuned threshold)")
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s points against the %s%s%s",
        points(fixed),
        other.is(TrainingRow.STANDALONE) ? "standalone student" : "teacher",
        tuned,
        significance(subject, other));
  }

  /** What the tests over folds and documents say; nothing where there was none. */
  private String significance(Model subject, Model other) {
    List<String> found = new ArrayList<>();
    boolean tested = false;
    for (Metric metric : METRICS) {
      List<SignificanceResult> tests =
          significance.stream()
              .filter(it -> it.architecture().equals(subject.architecture()))
              .filter(it -> it.first().equals(subject.kind().training().key()))
              .filter(it -> it.second().equals(other.kind().training().key()))
              .filter(it -> it.metric() == metric && it.p() != null)
              .toList();
      long significant = tests.stream().filter(SignificanceResult::significant).count();
      tested |= !tests.isEmpty();
      if (significant > 0) {
        String by =
            tests.size() == 1
                ? tests.get(0).test().title()
                : String.format(Locale.ROOT, "%d of %d tests", significant, tests.size());
        found.add(metric.title() + " by " + by);
      }
    }
    if (!tested) {
      return "";
    }
    return found.isEmpty()
        ? ", neither significant"
        : ", significant in " + String.join(" and in ", found);
  }

  private String overArchitectures(List<Model> rivals) {
    int compared = 0;
    int higher = 0;
    for (Model model : rivals) {
      Optional<double[]> gain =
          of(model.architecture(), TrainingRow.STANDALONE)
              .flatMap(other -> difference(model.fixed(), other.fixed()));
      compared += gain.isPresent() ? 1 : 0;
      higher += gain.isPresent() && tenths(gain.get()[1]) > 0 ? 1 : 0;
    }
    return compared < 2
        ? ""
        : String.format(
            Locale.ROOT,
            "; distilled is ahead of standalone in macro-F1 for %d of %d architectures",
            higher,
            compared);
  }

  private static String baseline(Model subject, Model baseline) {
    Optional<double[]> fixed = difference(subject.fixed(), baseline.fixed());
    if (fixed.isEmpty()) {
      return "";
    }
    String name = "the " + baseline.architecture() + " baseline";
    List<String> sides = sides(fixed.get());
    double[] own =
        mean(
            baseline.fixed().entrySet().stream()
                .filter(entry -> subject.fixed().containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    String text =
        String.format(
            Locale.ROOT, "; %s (%s / %s)", placed(sides, name), percent(own[0]), percent(own[1]));
    return difference(subject.tuned(), baseline.tuned())
        .map(Verdict::sides)
        .filter(tuned -> !tuned.equals(sides))
        .map(tuned -> text + ", with one tuned threshold " + placed(tuned, "it"))
        .orElse(text);
  }

  private static List<String> sides(double[] difference) {
    List<String> sides = new ArrayList<>();
    for (double each : difference) {
      sides.add(tenths(each) > 0 ? "above" : tenths(each) < 0 ? "below" : "level with");
    }
    return sides;
  }

  private static String placed(List<String> sides, String name) {
    return sides.get(0).equals(sides.get(1))
        ? sides.get(0) + " " + name
        : String.format(
            Locale.ROOT, "%s %s in micro-F1, %s it in macro-F1", sides.get(0), name, sides.get(1));
  }

  /** First minus second, mean over the folds that both have; empty where there is none. */
  private static Optional<double[]> difference(
      SortedMap<ModelKey, double[]> first, SortedMap<ModelKey, double[]> second) {
    List<double[]> differences = new ArrayList<>();
    first.forEach(
        (fold, figures) -> {
          double[] others = second.get(fold);
          if (others != null) {
            differences.add(new double[] {figures[0] - others[0], figures[1] - others[1]});
          }
        });
    return differences.isEmpty() ? Optional.empty() : Optional.of(mean(differences));
  }

  private static double[] mean(List<double[]> figures) {
    double[] mean = new double[METRICS.size()];
    for (int i = 0; i < mean.length; i++) {
      int metric = i;
      mean[i] = figures.stream().mapToDouble(each -> each[metric]).average().orElse(Double.NaN);
    }
    return mean;
  }

  /** A difference in tenths of a point, as it is shown. */
  private static long tenths(double difference) {
    return Math.round(1000 * difference);
  }

  private static String points(double[] differences) {
    return point(differences[0]) + " / " + point(differences[1]);
  }

  private static String point(double difference) {
    return String.format(Locale.ROOT, "%+.1f", tenths(difference) / 10.0);
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }
}
