package io.github.polystill.experiments.configuration;

import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import io.github.polystill.models.LearningRateSchedule;
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
        Optional<Integer> patience,
    @Key(
            value =
                "Share of units dropped in training. A network that all labels share bears less of"
                    + " it than an expert.",
            atLeast = 0,
            below = 1)
        @Key.Otherwise("the architecture's `dropout`")
        Optional<Double> dropout,
    @Key("Step size of Adam.") @Key.Otherwise("`optimisation.learningRate`")
        Optional<Double> learningRate,
    @Key("How the learning rate changes.") @Key.Otherwise("`optimisation.schedule`")
        Optional<LearningRateSchedule> schedule,
    @Key(
            value =
                "Decay d of a running mean of the weights: after each step it is multiplied by d and"
                    + " takes 1 - d of the weights. The mean is what is validated and kept.",
            atLeast = 0,
            below = 1)
        @Key.Otherwise("the weights themselves")
        Optional<Double> average,
    @Key(
            "By which the standalone student learns the true labels: binary cross-entropy, or one of"
                + " two losses for rare labels, with published numbers.")
        @Key.Otherwise("`bce`")
        Optional<StandaloneLoss> loss,
    @Key("What the distilled student learns of the teacher's answers.")
        @Key.Otherwise("probability")
        Target target,
    @Key(
            value =
                "Temperature T of the distilled student's loss: the logits of teacher and student"
                    + " are divided by T, the loss is multiplied by T². Instead of a high one:"
                    + " `student.target: logit`.",
            below = 1000)
        @Key.Otherwise("1")
        double temperature,
    @Key(
            value = "Share of the true labels in what the distilled student learns.",
            atLeast = 0,
            below = 1)
        @Key.Otherwise("0")
        double trueLabels) {
  /** What is learnt of a teacher's answers. */
  public enum Target {
    /** By cross-entropy (METHOD.md, eq. 2). */
    PROBABILITY,
    /** By squared error. */
    LOGIT
  }
}
