package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import java.util.Optional;

/** Standalone and distilled students. */
public record StudentSettings(
    @Key("What early stopping looks at.")
        @Key.OneOf({"micro-f1", "macro-f1", "weighted-f1", "subset-accuracy", "loss"})
        @Key.Otherwise("macro-f1")
        ValidationFigure monitor,
    @Key(
            "Passes over the training documents at most. A student has one network to train where"
                + " the teacher has one per label and class weight, so more cost little.")
        @Key.Otherwise("`optimisation.epochs`")
        Optional<Integer> epochs,
    @Key("Epochs without a better validation figure before training stops.")
        @Key.Otherwise("`optimisation.patience`")
        Optional<Integer> patience) {}
