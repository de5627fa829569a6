package io.github.polystill.evaluation.figures;

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

  private RunFigures() {}

  /** The figures for which there is data, in the order of a report. */
  public static List<Figure> of(FigureData data) {
    List<Figure> figures = new ArrayList<>();
    CorpusFigures corpus = new CorpusFigures(data.corpus());
    figures.add(corpus.counts());
    figures.add(corpus.shares());
    figures.add(corpus.cooccurrence());
    figures.add(F1Figure.of(data));
    ClassWeightsFigure.of(data).ifPresent(figures::add);
    figures.add(ReliabilityFigure.of(data));
    for (String architecture : data.architectures()) {
      LearningCurvesFigure.of(data, architecture).ifPresent(figures::add);
    }
    return figures;
  }
}
