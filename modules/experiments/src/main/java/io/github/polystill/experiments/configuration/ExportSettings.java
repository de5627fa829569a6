package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import java.util.List;

/**
 * What a run exports when it is done.
 *
 * @param trainings training types of which the models are exported
 * @param to directory that SavedModels go to
 * @param thresholds by which the models predict
 * @param predictions example predictions shown at the end
 */
public record ExportSettings(
    List<TrainingRow> trainings, String to, ThresholdChoice thresholds, int predictions) {}
