package io.github.polystill.report.figures;

import io.github.polystill.evaluation.FoldEvaluation;
import java.awt.geom.Path2D;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The class weight that the teacher chose for each label against the label's frequency. */
final class ClassWeightsFigure {
  private static final double HEIGHT = 300;
  private static final double LEFT = 46;
  private static final double BOTTOM = 40;
  private static final double TOP = 12;
  private static final double RIGHT = 24;

  private final CorpusProfile corpus;
  private final double lowest;
  private final double highest;

  /** Folds that chose a weight for a label. */
  private record Choice(String label, double weight) {
    /** Makes the figure of a run the same whenever it is drawn. */
    static final Comparator<Choice> ORDER =
        Comparator.comparing(Choice::label).thenComparing(Choice::weight);
  }

  private ClassWeightsFigure(CorpusProfile corpus, List<Double> weights) {
    this.corpus = corpus;
    this.lowest = weights.stream().min(Double::compare).orElse(1.0);
    this.highest = weights.stream().max(Double::compare).orElse(1.0);
  }

  /** Empty where no teacher was run, or every expert has the same weight. */
  static Optional<Figure> of(FigureData data, double width) {
    Map<String, Map<Choice, Integer>> choices = new LinkedHashMap<>();
    for (FoldEvaluation evaluation : data.evaluations()) {
      evaluation
          .classWeights()
          .forEach(
              (label, weight) ->
                  choices
                      .computeIfAbsent(evaluation.architecture(), it -> new TreeMap<>(Choice.ORDER))
                      .merge(new Choice(label, weight), 1, Integer::sum));
    }
    List<Double> weights =
        choices.values().stream()
            .flatMap(each -> each.keySet().stream())
            .map(Choice::weight)
            .distinct()
            .sorted()
            .toList();
    if (weights.size() < 2) {
      return Optional.empty();
    }
    ClassWeightsFigure figure = new ClassWeightsFigure(data.corpus(), weights);
    List<String> architectures = List.copyOf(choices.keySet());
    Panels panels = new Panels(architectures, width, Panels.LEAST);
    return Optional.of(
        new Figure(
            RunFigures.CLASS_WEIGHTS,
            "Chosen class weight against label frequency",
            "One point per label and class weight that the teacher chose for it, as large as the"
                + " number of folds that chose it; the line is the geometric mean over folds.",
            panels.width(),
            panels.height(HEIGHT),
            canvas ->
                panels.draw(
                    canvas,
                    0,
                    HEIGHT,
                    (on, index, x, y, across) ->
                        figure.panel(
                            on, choices.get(architectures.get(index)), weights, x, y, across))));
  }

  private void panel(
      Canvas canvas,
      Map<Choice, Integer> choices,
      List<Double> weights,
      double x,
      double y,
      double width) {
    double most = 0;
    for (int label = 0; label < corpus.labels().size(); label++) {
      most = Math.max(most, corpus.share(label));
    }
    Scale across = new Scale(0, Math.max(1, most), x + LEFT, x + width - RIGHT);
    Scale up =
        new Scale(Math.log(lowest), Math.log(highest), y + HEIGHT - BOTTOM - 10, y + TOP + 10);
    axes(canvas, across, up, weights, y);
    means(canvas, across, up, choices);
    choices.forEach((choice, folds) -> point(canvas, across, up, choice, folds));
  }

  private static void axes(Canvas canvas, Scale across, Scale up, List<Double> weights, double y) {
    double base = y + HEIGHT - BOTTOM;
    for (double weight : weights) {
      double at = up.at(Math.log(weight));
      canvas.line(across.from(), at, across.to(), at, BarChart.GRID);
      canvas.text(Scale.plain(weight), across.from() - 8, at + 4, TextStyle.TICK, Anchor.END);
    }
    double step = Scale.step(across.high(), 6);
    for (int tick = 0; tick * step <= across.high() * 1.0001; tick++) {
      double at = across.at(tick * step);
      canvas.line(at, y + TOP, at, base, BarChart.GRID);
      canvas.text(Scale.label(tick * step, step), at, base + 15, TextStyle.TICK, Anchor.MIDDLE);
    }
    canvas.text("class weight", across.from() - 40, y + 4, TextStyle.TICK, Anchor.START);
    canvas.text(
        "documents with the label, percent", across.to(), base + 32, TextStyle.TICK, Anchor.END);
  }

  /** The mean of each label, joined from the rarest label on. */
  private void means(Canvas canvas, Scale across, Scale up, Map<Choice, Integer> choices) {
    TreeMap<Double, double[]> byShare = new TreeMap<>();
    choices.forEach(
        (choice, folds) -> {
          double[] sum = byShare.computeIfAbsent(share(choice.label()), it -> new double[2]);
          sum[0] += folds * Math.log(choice.weight());
          sum[1] += folds;
        });
    Path2D.Double path = new Path2D.Double();
    byShare.forEach(
        (share, sum) -> {
          double at = up.at(sum[0] / sum[1]);
          if (path.getCurrentPoint() == null) {
            path.moveTo(across.at(share), at);
          } else {
            path.lineTo(across.at(share), at);
          }
        });
    canvas.stroke(path, Pen.of(Ink.QUIET, 1, 3, 3));
  }

  private double share(String label) {
    return corpus.share(corpus.labels().indexOf(label));
  }

  private void point(Canvas canvas, Scale across, Scale up, Choice choice, int folds) {
    String tip =
        String.format(
            Locale.ROOT,
            "%s (%.1f %%): weight %s on %d fold%s",
            choice.label(),
            share(choice.label()),
            Scale.plain(choice.weight()),
            folds,
            folds == 1 ? "" : "s");
    canvas.fill(
        Marker.CIRCLE.at(
            across.at(share(choice.label())),
            up.at(Math.log(choice.weight())),
            3 * Math.sqrt(folds)),
        Fill.faint(Ink.TEACHER, 0.8),
        tip);
  }
}
