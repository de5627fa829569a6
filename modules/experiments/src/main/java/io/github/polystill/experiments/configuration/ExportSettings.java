package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.Key;
import java.util.List;

/** What a run exports when it is done. */
public record ExportSettings(
    @Key(value = "Whose models become SavedModels.", plural = "training types")
        @Key.OneOf({"teacher", "standalone", "standalone-weighted", "distilled"})
        @Key.Otherwise("[distilled]")
        List<TrainingRow> trainings,
    @Key("Directory for them, from the current directory.")
        @Key.Text("the path of a directory")
        @Key.Otherwise("savedmodels")
        String to,
    @Key(
            "By which they predict: fixed is `evaluation.threshold`; global and per-label are tuned"
                + " on the validation part.")
        @Key.Otherwise("fixed")
        ThresholdChoice thresholds,
    @Key(value = "Example predictions shown at the end.", atLeast = 0) @Key.Otherwise("3")
        int predictions) {}
