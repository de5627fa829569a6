package io.github.polystill.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The figures of a corpus: label counts, shares over folds, co-occurrence. */
final class CorpusFigures {
  /** Labels of the heat map: more cannot be read, and cells grow with their square. */
  private static final int MOST_IN_HEAT_MAP = 30;

  private final CorpusProfile corpus;
  private final double width;
  private final List<Integer> order;
  private final List<String> labels;

  /**
   * The figures.
   *
   * @param width of the map, which one of many labels exceeds; bars and violins, which are to stand
   *     beside each other, have half of it where that is enough
   */
  CorpusFigures(CorpusProfile corpus, double width) {
    this.corpus = corpus;
    this.width = width;
    this.order = corpus.byFrequency();
    this.labels = order.stream().map(corpus.labels()::get).toList();
  }

  private double half() {
    return Panels.half(width);
  }

  Figure counts() {
    double[] counts = order.stream().mapToDouble(label -> corpus.counts()[label]).toArray();
    BarChart chart =
        new BarChart(
            labels,
            List.of(new BarChart.Series(SeriesStyle.plain(), "documents", counts)),
            Math.max(1, counts[0]),
            count ->
                String.format(
                    Locale.ROOT, "%.0f (%.1f %%)", count, 100 * count / corpus.documents()),
            half());
    return new Figure(
        RunFigures.LABEL_COUNTS,
        "Documents per label",
        String.format(
            Locale.ROOT,
            "Bars of the number of documents that carry each of %d labels, from %.0f for %s to %.0f"
                + " for %s.",
            labels.size(),
            counts[0],
            labels.get(0),
            counts[counts.length - 1],
            labels.get(labels.size() - 1)),
        half(),
        chart.height(),
        canvas -> chart.draw(canvas, 0, 0));
  }

  /** Empty where no fold has a test part. */
  Optional<Figure> shares() {
    if (IntStream.of(corpus.foldSizes()).sum() == 0) {
      return Optional.empty();
    }
    double[][] samples = new double[order.size()][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sharesOverFolds(order.get(i));
    }
    ViolinChart chart = new ViolinChart(labels, samples, half());
    boolean one = corpus.foldSizes().length == 1;
    return Optional.of(
        new Figure(
            RunFigures.LABEL_SHARES,
            one ? "Label shares in the test part" : "Label shares over folds",
            one
                ? "Percent of the documents in the test part of the corpus' own split that carry"
                    + " the label."
                : String.format(
                    Locale.ROOT,
                    "One violin per label over %d folds: percent of a fold's test documents that"
                        + " carry the label; points are folds, the line and the number are the"
                        + " median.",
                    corpus.foldSizes().length),
            half(),
            chart.height(),
            canvas -> chart.draw(canvas, 0, 0)));
  }

  private double[] sharesOverFolds(int label) {
    List<Double> shares = new ArrayList<>();
    for (int fold = 0; fold < corpus.foldSizes().length; fold++) {
      if (corpus.foldSizes()[fold] > 0) {
        shares.add(100.0 * corpus.foldCounts()[fold][label] / corpus.foldSizes()[fold]);
      }
    }
    return shares.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Empty where there is one label only. */
  Optional<Figure> cooccurrence() {
    if (order.size() < 2) {
      return Optional.empty();
    }
    List<Integer> shown = order.subList(0, Math.min(order.size(), MOST_IN_HEAT_MAP));
    double[][] shares = new double[shown.size()][shown.size()];
    for (int i = 0; i < shares.length; i++) {
      for (int j = 0; j < shares.length; j++) {
        int carriers = corpus.counts()[shown.get(i)];
        shares[i][j] =
            carriers == 0 ? 0 : (double) corpus.together()[shown.get(i)][shown.get(j)] / carriers;
      }
    }
    HeatMap map = new HeatMap(labels.subList(0, shown.size()), shares, width);
    String which =
        shown.size() < order.size()
            ? String.format(Locale.ROOT, " of the %d most frequent labels", shown.size())
            : "";
    return Optional.of(
        new Figure(
            RunFigures.COOCCURRENCE,
            "Labels that occur together" + which,
            "Of the documents with the label of a row, the percentage that carries the label of a column"
                + " too; the stronger the colour, the more.",
            map.width(),
            map.height(),
            map::draw));
  }
}
