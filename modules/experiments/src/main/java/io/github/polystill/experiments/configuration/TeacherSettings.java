package io.github.polystill.experiments.configuration;

import io.github.polystill.distillation.ClassWeights;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The teacher's experts and how they are found. */
public record TeacherSettings(
    @Key(
            value =
                "What the experts are: networks of an architecture, or logistic regression on the"
                    + " vectors of `encoder`, a pre-trained one; of both the mean of the logits, in"
                    + " which the encoder has the part that does best on validation documents. A"
                    + " teacher with an encoder is not exported.",
            plural = "kinds of experts")
        @Key.OneOf({"binary-relevance", "encoder"})
        List<Kind> kind,
    @Key(
            value = "Positive-class weights W of eq. (1) tried for each label.",
            plural = "class weights")
        List<Double> classWeights,
    @Key("What chooses among them.") @Key.OneOf({"f1", "loss"}) ValidationFigure select,
    @Key("What early stopping looks at.") @Key.OneOf({"f1", "loss"}) ValidationFigure monitor,
    @Key(
            "Train all class weights to the end (the paper); the better ones only; class weight 1"
                + " alone, with the logarithm of the others added to its logits; or, warm, all, but"
                + " for the one nearest 1, from the best weights of the neighbour.")
        Search search,
    @Key("Successive halving over the class weights, for `teacher.search: halving`.")
        Halving halving,
    @Key(
            value =
                "Parts of the training documents, each of which experts that have not seen it"
                    + " answer too, so that a student does not learn what the teacher has merely"
                    + " memorised. Trains so many more sets of experts.",
            atLeast = 2)
        @Key.Otherwise("no such experts")
        Optional<Integer> crossFit,
    @Key(
            "In place of `teacher.crossFit`: the parts are what the other folds test, each answered by"
                + " experts that have seen nothing of either test part. Two folds share them, so"
                + " that five folds train 10 more sets of experts, and not 20 as with four parts.")
        boolean crossFitFolds,
    @Key(
            "What a student learns of both answers to a training document with `teacher.crossFit` or"
                + " `teacher.crossFitFolds`:"
                + " the mean of the probabilities, those of experts that have not seen it, or, to"
                + " compare with, those of experts that have.")
        @Key.OneOf({"mean", "out-of-fold", "full"})
        @Key.Otherwise("`mean`")
        Optional<CrossFittedTeacher.Answers> answers,
    @Key(
            value =
                "Names out of `architectures` whose experts answer as one teacher, by the mean of"
                    + " their logits; all distilled students learn from it, and other architectures"
                    + " have no experts.",
            plural = "architectures",
            mayBeEmpty = true)
        @Key.Text("the name of an architecture")
        @Key.Otherwise("[]")
        List<String> architectures,
    @Key(
            value =
                "How many class weights of a label answer, the best ones: by the mean of their logits,"
                    + " shifted to the best one's class weight.",
            atLeast = 2)
        @Key.Otherwise("1")
        Optional<Integer> best,
    @Key(
            value =
                "Experts of so many seeds per label, each found as the only one would be; their answer"
                    + " is the mean of their logits.",
            atLeast = 2)
        @Key.Otherwise("1")
        Optional<Integer> seeds,
    @Key(
            "Whether experts learn the copies of `student.wordDropout` too, with the labels of their"
                + " texts.")
        boolean wordDropout,
    @Key(
            "One more expert per label, which is no network: logistic regression on TF-IDF of words and"
                + " characters. The answer is the mean of the logits.")
        boolean linear,
    @Key(
            "Answers in place of experts, which are not trained then: CSV or JSON Lines with the id of"
                + " each training document and a probability or logit for each label, looked up as"
                + " `corpus.path` is. Answers of a language model, of people, of another network. They"
                + " are those of every fold: who gives them must not have learnt from a test document.")
        @Key.Text("the path of a file")
        @Key.Otherwise("experts are trained")
        Optional<String> responses,
    @Key(
            "The run directory of another run on the same corpus and folds, whose experts answer in"
                + " place of those that would be trained: for each architecture those of the same name,"
                + " else those of the run's only one.")
        @Key.Text("the path of a run directory")
        @Key.Otherwise("experts are trained")
        Optional<String> from) {

  /** The paper's: {@link ClassWeights#PAPER}, chosen by F1. */
  public static final TeacherSettings DEFAULTS =
      new TeacherSettings(
          List.of(Kind.BINARY_RELEVANCE),
          ClassWeights.PAPER,
          ValidationFigure.F1,
          ValidationFigure.F1,
          Search.GRID,
          Halving.DEFAULTS,
          Optional.empty(),
          false,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty());

  /** What the experts of a teacher's second seed and further ones are called. */
  public static String variant(int number) {
    return "seed " + number;
  }

  /** What a teacher of several architectures is called. */
  public Optional<String> joint() {
    return Optional.of(String.join("-and-", architectures)).filter(name -> !name.isEmpty());
  }

  /** Whether there are experts to train, and not answers from elsewhere. */
  public boolean trainsExperts() {
    return responses.isEmpty() && from.isEmpty();
  }

  /** Whether there are networks among them. */
  public boolean trainsNetworks() {
    return trainsExperts() && kind.contains(Kind.BINARY_RELEVANCE);
  }

  /** What experts a label has that are no networks. */
  public List<ExpertKind> linearKinds() {
    List<ExpertKind> kinds = new ArrayList<>();
    if (linear) {
      kinds.add(ExpertKind.LINEAR);
    }
    if (kind.contains(Kind.ENCODER)) {
      kinds.add(ExpertKind.ENCODER);
    }
    return kinds;
  }

  /** Whether other experts than those of all training documents answer these, too. */
  public boolean isCrossFitted() {
    return crossFit.isPresent() || crossFitFolds;
  }

  /** The class weights that networks are trained with. */
  public List<Double> trained() {
    return search == Search.SHIFT ? List.of(1.0) : classWeights;
  }

  /** What a teacher's experts are. */
  public enum Kind {
    /** The paper's: a binary network for each label. */
    BINARY_RELEVANCE,
    /** Linear models of what a pre-trained encoder says. */
    ENCODER
  }

  /** How the best class weight of a label is found. */
  public enum Search {
    /** As the paper does: all are trained. */
    GRID,
    /** Successive halving. */
    HALVING,
    /** One of them is trained, and stands for the others. */
    SHIFT,
    /** All are trained, each from where its neighbour was best. */
    WARM
  }

  /** Successive halving over the class weights. */
  public record Halving(
      @Key(
              value =
                  "On each rung one of so many candidates stays, and the next has so many times the"
                      + " epochs.",
              atLeast = 2)
          int eta,
      @Key("Epochs of the first rung.") int minEpochs,
      @Key("Train the full grid too, to report how often it chooses another class weight.")
          boolean compareWithGrid) {
    public static final Halving DEFAULTS = new Halving(2, 3, false);
  }
}
