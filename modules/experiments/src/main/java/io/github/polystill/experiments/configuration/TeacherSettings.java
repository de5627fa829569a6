package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import java.util.List;

/** The teacher's experts and how they are found. */
public record TeacherSettings(
    @Key(
            value = "Positive-class weights W of eq. (1) tried for each label.",
            plural = "class weights")
        @Key.Otherwise("[0.05, 0.1, 0.5, 1, 2, 3, 5]")
        List<Double> classWeights,
    @Key("What chooses among them.") @Key.OneOf({"f1", "loss"}) @Key.Otherwise("f1")
        ValidationFigure select,
    @Key("What early stopping looks at.") @Key.OneOf({"f1", "loss"}) @Key.Otherwise("f1")
        ValidationFigure monitor,
    @Key("Train all class weights to the end (the paper), or the better ones only.")
        @Key.Otherwise("grid")
        Search search,
    @Key("Successive halving over the class weights, for `teacher.search: halving`.")
        HalvingSettings halving) {

  /** How the best class weight of a label is found. */
  public enum Search {
    /** As the paper does: all are trained. */
    GRID,
    /** Successive halving. */
    HALVING
  }

  /** The paper's grid. */
  public TeacherSettings(
      List<Double> classWeights, ValidationFigure select, ValidationFigure monitor) {
    this(classWeights, select, monitor, Search.GRID, HalvingSettings.DEFAULTS);
  }
}
