package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import io.github.polystill.models.LearningRateSchedule;
import java.util.List;
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
        double trueLabels,
    @Key("Shortened copies of each training text, which students learn beside it.")
        Optional<WordDropout> wordDropout,
    @Key(
            value =
                "Texts without labels, of which the distilled student learns the teacher's answers:"
                    + " corpus files, whose labels are not read, and text files, which are cut into"
                    + " documents of the corpus' median length; looked up as `corpus.path` is. A"
                    + " fold leaves out what has 30 characters in a row in common with a validation"
                    + " or test text.",
            plural = "files",
            mayBeEmpty = true)
        @Key.Text("the path of a file")
        @Key.Otherwise("[]")
        List<String> transfer,
    @Key(
            "How many of them an epoch learns, relative to the training texts; all take their turn"
                + " before one comes again.")
        @Key.Otherwise("`1`")
        Optional<Double> transferShare) {
  /** Copies of texts, with some words deleted at random. */
  public record WordDropout(
      @Key(value = "Share of the words that is deleted.", atLeast = 0, below = 1)
          @Key.Otherwise("0.25")
          double rate,
      @Key("How many copies of each text.") @Key.Otherwise("2") int copies,
      @Key(
              "Whether the teacher answers the copies; otherwise the distilled student learns its"
                  + " answer to the whole text. The standalone student learns the labels of that.")
          @Key.Otherwise("true")
          boolean consistent) {}

  /** What is learnt of a teacher's answers. */
  public enum Target {
    /** By cross-entropy (METHOD.md, eq. 2). */
    PROBABILITY,
    /** By squared error. */
    LOGIT
  }
}
