package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;

/**
 * The teacher's grid.
 *
 * @param classWeights positive-class weights W of eq. (1) that are tried for each label
 * @param select figure that chooses among them
 * @param monitor figure that early stopping looks at
 */
public record TeacherSettings(
    List<Double> classWeights, ValidationFigure select, ValidationFigure monitor) {}
