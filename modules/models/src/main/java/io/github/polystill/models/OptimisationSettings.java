package io.github.polystill.models;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** How a network is trained; the defaults are the paper's. */
@API(status = API.Status.STABLE, since = "0.1.0")
public record OptimisationSettings(
    @Key("Documents per step.") int batchSize,
    @Key("Step size of Adam.") double learningRate,
    @Key("Passes over the training documents at most.") int epochs,
    @Key("Epochs without a better validation figure before training stops.") int patience,
    @Key(
            value =
                "Decoupled weight decay (AdamW) of all weights but biases, of embedding tables the"
                    + " rows that a batch reads.",
            atLeast = 0,
            below = 1)
        double weightDecay,
    @Key("Greatest norm of all gradients of a step together.") @Key.Otherwise("no limit")
        Optional<Double> clipNorm,
    @Key(
            "Learning rate: the same in all steps, rising for `warmUp` steps, or after that falling"
                + " to 0 as a cosine does over `epochs`.")
        LearningRateSchedule schedule,
    @Key(value = "Steps until the learning rate is reached.", atLeast = 0) int warmUp,
    @Key(
            value =
                "Beginnings of the names of the variables to train, such as `output`; each must be"
                    + " in every architecture, all others keep their first values. Empty: all.",
            plural = "variables",
            mayBeEmpty = true)
        @Key.Text("a name")
        List<String> trainedVariables) {

  public static final OptimisationSettings DEFAULTS = new OptimisationSettings(32, 1e-3, 30, 10);

  public OptimisationSettings {
    ArchitectureType.require(batchSize > 0, "batchSize", batchSize);
    ArchitectureType.require(learningRate > 0, "learningRate", learningRate);
    ArchitectureType.require(epochs > 0, "epochs", epochs);
    ArchitectureType.require(patience > 0, "patience", patience);
    ArchitectureType.require(weightDecay >= 0, "weightDecay", weightDecay);
    ArchitectureType.require(clipNorm.filter(it -> !(it > 0)).isEmpty(), "clipNorm", clipNorm);
    ArchitectureType.require(warmUp >= 0, "warmUp", warmUp);
    trainedVariables = List.copyOf(trainedVariables);
  }

  /** Plain Adam at a constant learning rate. */
  public OptimisationSettings(int batchSize, double learningRate, int epochs, int patience) {
    this(
        batchSize,
        learningRate,
        epochs,
        patience,
        0,
        Optional.empty(),
        LearningRateSchedule.CONSTANT,
        0,
        List.of());
  }

  /** The same with batches of another size. */
  public OptimisationSettings withBatchSize(int size) {
    return with(size, learningRate, epochs, patience, schedule);
  }

  /** The same with another number of epochs and another patience. */
  public OptimisationSettings withLength(int mostEpochs, int otherPatience) {
    return with(batchSize, learningRate, mostEpochs, otherPatience, schedule);
  }

  /** The same with another step size. */
  public OptimisationSettings withLearningRate(double rate, LearningRateSchedule otherSchedule) {
    return with(batchSize, rate, epochs, patience, otherSchedule);
  }

  private OptimisationSettings with(
      int size,
      double rate,
      int mostEpochs,
      int otherPatience,
      LearningRateSchedule otherSchedule) {
    return new OptimisationSettings(
        size,
        rate,
        mostEpochs,
        otherPatience,
        weightDecay,
        clipNorm,
        otherSchedule,
        warmUp,
        trainedVariables);
  }

  /** The part that a training graph is built for. */
  public UpdateRule updateRule() {
    return new UpdateRule(weightDecay, clipNorm, trainedVariables);
  }

  /**
   * The learning rate of a step.
   *
   * @param step counted from 1
   * @param documents number of training documents, which the length of a training follows from
   */
  public double learningRate(int step, int documents) {
    int stepsPerEpoch = (documents + batchSize - 1) / batchSize;
    return learningRate * schedule.factor(step, warmUp, Math.multiplyExact(epochs, stepsPerEpoch));
  }
}
