package io.github.polystill.report.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All figures of a run. */
public final class RunFigures {
  public static final String LABEL_COUNTS = "label-counts";
  public static final String LABEL_SHARES = "label-shares";
  public static final String COOCCURRENCE = "label-cooccurrence";
  public static final String F1_PER_LABEL = "f1-per-label";
  public static final String CLASS_WEIGHTS = "class-weights";
  public static final String RELIABILITY = "reliability";
  public static final String LEARNING_CURVES = "learning-curves";

  /** All but those that an architecture's name is appended to. */
  static final Set<String> NAMES =
      Set.of(LABEL_COUNTS, LABEL_SHARES, COOCCURRENCE, F1_PER_LABEL, CLASS_WEIGHTS, RELIABILITY);

  /** CSS pixels of a figure that takes all of a page, or a printed one's. */
  public static final double WIDE = 1144;

  /** CSS pixels that the screen of a telephone leaves. */
  public static final double NARROW = 350;

  private RunFigures() {}

  /** The figures for which there is data, in the order of a report, as wide as a page. */
  public static List<Figure> of(FigureData data) {
    return of(data, WIDE);
  }

  /**
   * The same for another width, in type of the same size.
   *
   * @param width in CSS pixels
   */
  public static List<Figure> of(FigureData data, double width) {
    List<Figure> figures = new ArrayList<>();
    CorpusFigures corpus = new CorpusFigures(data.corpus(), width);
    figures.add(corpus.counts());
    corpus.shares().ifPresent(figures::add);
    corpus.cooccurrence().ifPresent(figures::add);
    figures.add(F1Figure.of(data, width));
    ClassWeightsFigure.of(data, width).ifPresent(figures::add);
    ReliabilityFigure.of(data, width).ifPresent(figures::add);
    for (String architecture : data.architectures()) {
      LearningCurvesFigure.of(data, architecture, width).ifPresent(figures::add);
    }
    return figures;
  }
}
