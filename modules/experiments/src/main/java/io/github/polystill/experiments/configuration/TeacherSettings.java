package io.github.polystill.experiments.configuration;

import io.github.polystill.distillation.ClassWeights;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import java.util.List;

/** The teacher's experts and how they are found. */
public record TeacherSettings(
    @Key(
            value = "Positive-class weights W of eq. (1) tried for each label.",
            plural = "class weights")
        List<Double> classWeights,
    @Key("What chooses among them.") @Key.OneOf({"f1", "loss"}) ValidationFigure select,
    @Key("What early stopping looks at.") @Key.OneOf({"f1", "loss"}) ValidationFigure monitor,
    @Key("Train all class weights to the end (the paper), or the better ones only.") Search search,
    @Key("Successive halving over the class weights, for `teacher.search: halving`.")
        HalvingSettings halving) {

  /** The paper's: {@link ClassWeights#PAPER}, chosen by F1. */
  public static final TeacherSettings DEFAULTS =
      new TeacherSettings(ClassWeights.PAPER, ValidationFigure.F1, ValidationFigure.F1);

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
