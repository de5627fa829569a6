package io.github.polystill.experiments.configuration;

import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    @Key(
            "Embedding tables of the students: as given, fine-tuned, or both. A student has more"
                + " texts to learn from than an expert.")
        @Key.Otherwise("the architecture's `channels`")
        Optional<EmbeddingChannels> channels,
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
        double trueLabels,
    @Key(
            "What the final students learn. `train+validation`: a student that is trained on the"
                + " training part tells the number of epochs, then one learns both parts for so"
                + " many, without early stopping; thresholds are tuned on the answers of the first.")
        @Key.OneOf({"train", StudentSettings.BOTH_PARTS})
        @Key.Otherwise("`train`")
        Optional<String> parts,
    @Key(
            "Values of other `student` keys, all combinations of which are tried; the best on the"
                + " validation part by `student.monitor` stays, the first of equal ones.")
        @Key.Otherwise("nothing is tried")
        Optional<Search> search,
    @Key(
            "Architectures of the students, as `architectures` has them: each learns the answers of"
                + " every teacher, and the standalone students are of these.")
        @Key.Otherwise("the teacher's")
        Optional<List<ArchitectureSettings>> architecture,
    @Key("Shortened copies of each training text, which students learn beside it.")
        Optional<WordDropout> wordDropout,
    @Key(
            "Copies of each training text with other words at random places: the distilled student"
                + " learns the teacher's answers to them, in each epoch the next copy of each text.")
        Optional<WordReplacement> wordReplacement,
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
  static final String BOTH_PARTS = "train+validation";

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

  /** Copies of texts, with some words replaced at random. */
  public record WordReplacement(
      @Key(
              value =
                  "Greatest share of the words that is replaced by words of other training texts; a"
                      + " copy's own is drawn between 0 and it.",
              below = 1)
          @Key.Otherwise("0.5")
          double rate,
      @Key("How many copies of each text.") @Key.Otherwise("10") int copies) {}

  /** What is learnt of a teacher's answers. */
  public enum Target {
    /** By cross-entropy (METHOD.md, eq. 2). */
    PROBABILITY,
    /** By squared error. */
    LOGIT
  }

  /** Values that are tried, by the names of the keys that they are of; none for a key's own. */
  public record Search(
      @Key(
              value = "Of `student.dropout`.",
              plural = "shares",
              mayBeEmpty = true,
              atLeast = 0,
              below = 1)
          @Key.Otherwise("[]")
          List<Double> dropout,
      @Key(value = "Of `student.learningRate`.", plural = "numbers", mayBeEmpty = true)
          @Key.Otherwise("[]")
          List<Double> learningRate,
      @Key(
              value = "Of `student.temperature`, for the distilled student alone.",
              plural = "temperatures",
              mayBeEmpty = true,
              below = 1000)
          @Key.Otherwise("[]")
          List<Double> temperature,
      @Key(
              value = "Of `student.trueLabels`, for the distilled student alone.",
              plural = "shares",
              mayBeEmpty = true,
              atLeast = 0,
              below = 1)
          @Key.Otherwise("[]")
          List<Double> trueLabels) {
    private static final Set<String> OF_DISTILLED = Set.of("temperature", "trueLabels");

    /** The values by key; only the keys that a student reads, where there are some. */
    public Map<String, List<Double>> values(TrainingRow student) {
      Map<String, List<Double>> values = new LinkedHashMap<>();
      values.put("dropout", dropout);
      values.put("learningRate", learningRate);
      values.put("temperature", temperature);
      values.put("trueLabels", trueLabels);
      values.values().removeIf(List::isEmpty);
      values
          .keySet()
          .removeIf(key -> student != TrainingRow.DISTILLED && OF_DISTILLED.contains(key));
      return values;
    }
  }

  /** All combinations of values that are tried for a student, by key; one without any for none. */
  public List<Map<String, Double>> grid(TrainingRow student) {
    List<Map<String, Double>> grid = List.of(Map.of());
    for (Map.Entry<String, List<Double>> key :
        search.map(it -> it.values(student)).orElse(Map.of()).entrySet()) {
      List<Map<String, Double>> longer = new ArrayList<>();
      for (Map<String, Double> before : grid) {
        for (double value : key.getValue()) {
          Map<String, Double> one = new LinkedHashMap<>(before);
          one.put(key.getKey(), value);
          longer.add(one);
        }
      }
      grid = longer;
    }
    return grid;
  }

  /** Whether the final students learn the validation documents too. */
  public boolean learnsValidation() {
    return parts.equals(Optional.of(BOTH_PARTS));
  }
}
