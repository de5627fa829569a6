package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;
import java.util.Locale;

/**
 * The teacher's experts and how they are found.
 *
 * @param classWeights positive-class weights W of eq. (1) that are tried for each label
 * @param select figure that chooses among them
 * @param monitor figure that early stopping looks at
 * @param search whether every class weight is trained to its end
 * @param halving settings of {@link Search#HALVING}
 */
public record TeacherSettings(
    List<Double> classWeights,
    ValidationFigure select,
    ValidationFigure monitor,
    Search search,
    HalvingSettings halving) {

  /** How the best class weight of a label is found. */
  public enum Search {
    /** As the paper does: all are trained. */
    GRID,
    /** Successive halving. */
    HALVING;

    /** The name in experiment files. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The paper's grid. */
  public TeacherSettings(
      List<Double> classWeights, ValidationFigure select, ValidationFigure monitor) {
    this(classWeights, select, monitor, Search.GRID, HalvingSettings.DEFAULTS);
  }
}
