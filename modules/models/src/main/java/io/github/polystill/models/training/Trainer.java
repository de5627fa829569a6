package io.github.polystill.models.training;

import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Trains a network: epochs of shuffled batches, a look at the validation documents after each, and
 * early stopping. Training ends after {@code epochs} passes or when {@code patience} passes in a
 * row brought no better validation figure; the weights with the best figure stay, ties going to the
 * lower validation loss. Without validation documents all epochs are made, and the last weights
 * stay.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Trainer {
  private static final int PREDICTION_BATCH = 64;

  private Trainer() {}

  /**
   * Trains from the first weights on. Afterwards the session holds the best weights.
   *
   * @throws DivergedException where a loss or a logit of the validation documents is NaN or
   *     infinite
   */
  public static TrainingHistory train(
      TrainingSession session, TrainingTask task, TrainingListener listener) {
    TrainingHistory history =
        advance(session, task, Optional.empty(), task.optimisation().epochs(), listener);
    session.restore();
    return history;
  }

  /**
   * Trains up to a number of epochs, from the first weights on or from where a training of the same
   * task stood; it makes no difference to the result. Afterwards the session holds the last
   * weights, and has kept the best.
   *
   * @param from where to go on; before the first epoch, whose weights to begin with
   * @param epochs passes at most, those made before included
   * @throws DivergedException as {@link #train} does
   */
  public static TrainingHistory advance(
      TrainingSession session,
      TrainingTask task,
      Optional<TrainingCheckpoint> from,
      int epochs,
      TrainingListener listener) {
    boolean begins = from.isPresent() && from.get().history().epochs().isEmpty();
    if (begins) {
      session.startTrained(task.seed(), from.get().state());
    } else {
      session.start(task.seed());
    }
    SplittableRandom random = new SplittableRandom(task.seed());
    TrainingHistory history = TrainingHistory.none(task.monitor().higherIsBetter());
    if (from.isPresent() && !begins) {
      history = from.get().history();
      int steps = 0;
      for (int i = 0; i < history.epochs().size(); i++) {
        steps += batches(task, i + 1, random).size(); // draws what those epochs drew
      }
      session.resume(from.get().state(), steps);
    }
    while (history.epochs().size() < epochs && !history.ended(task.optimisation())) {
      Epoch epoch = pass(session, task, history.epochs().size() + 1, random, listener);
      history = history.and(epoch);
      if (history.bestEpoch() == epoch.number()) {
        session.keep();
      }
      listener.epochFinished(epoch);
    }
    return history;
  }

  private static List<int[]> batches(TrainingTask task, int epoch, SplittableRandom random) {
    int[] texts = task.train().of(epoch, task.seed());
    return Batches.shuffled(task.tokens(), texts, task.optimisation().batchSize(), random);
  }

  private static Epoch pass(
      TrainingSession session,
      TrainingTask task,
      int number,
      SplittableRandom random,
      TrainingListener listener) {
    double lossSum = 0;
    int steps = 0;
    List<int[]> batches = batches(task, number, random);
    int before = (number - 1) * batches.size();
    double rate = 0;
    for (int[] batch : batches) {
      float[][] targets = new float[batch.length][];
      for (int i = 0; i < batch.length; i++) {
        targets[i] = task.targets()[batch[i]];
      }
      rate = task.optimisation().learningRate(before + steps + 1, task.train().size());
      TokenBatch texts = TokenBatch.of(task.tokens(), batch, 0, batch.length);
      listener.stepStarted(texts);
      float loss = session.step(texts, targets, task.loss(), rate);
      steps++;
      if (!Float.isFinite(loss)) {
        throw new DivergedException(loss, number, steps, rate);
      }
      lossSum += loss;
      listener.stepFinished(batch.length);
    }
    int[] looked = task.validation().length > 0 ? task.validation() : batches.get(steps - 1);
    float[][] logits = predict(session, task.tokens(), looked);
    // The last step's own loss was that before the step.
    if (!finite(logits)) {
      throw new DivergedException(Float.NaN, number, steps, rate);
    }
    return new Epoch(number, lossSum / steps, score(task, number, logits));
  }

  /** Without validation documents each epoch counts as better than the one before. */
  private static ValidationScore score(TrainingTask task, int number, float[][] logits) {
    return task.validation().length > 0
        ? task.monitor().score(logits)
        : new ValidationScore(task.monitor().higherIsBetter() ? number : -number, 0);
  }

  private static boolean finite(float[][] logits) {
    for (float[] row : logits) {
      for (float logit : row) {
        if (!Float.isFinite(logit)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Logits of some documents under the session's present weights.
   *
   * @param tokens all texts of the corpus
   * @param documents indexes of those asked for
   * @return [documents asked for][outputs], in their order
   */
  public static float[][] predict(TrainingSession session, int[][] tokens, int[] documents) {
    int[][] asked = IntStream.of(documents).mapToObj(it -> tokens[it]).toArray(int[][]::new);
    int[] rows = IntStream.range(0, asked.length).toArray();
    float[][] logits = new float[asked.length][];
    for (int[] batch : Batches.byLength(asked, rows, PREDICTION_BATCH)) {
      float[][] some = session.logits(TokenBatch.of(asked, batch, 0, batch.length));
      for (int i = 0; i < batch.length; i++) {
        logits[batch[i]] = some[i];
      }
    }
    return logits;
  }
}
