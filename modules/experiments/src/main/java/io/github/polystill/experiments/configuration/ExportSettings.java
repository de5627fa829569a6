package io.github.polystill.experiments.configuration;

import io.github.polystill.distillation.TrainingType;
import java.util.List;

/**
 * What a run exports when it is done.
 *
 * @param trainings training types of which the models are exported
 * @param to directory that SavedModels go to
 * @param predictions example predictions shown at the end
 */
public record ExportSettings(List<TrainingType> trainings, String to, int predictions) {}
