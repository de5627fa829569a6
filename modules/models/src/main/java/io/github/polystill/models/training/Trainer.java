package io.github.polystill.models.training;

import io.github.polystill.models.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trains a network: epochs of shuffled batches, a look at the validation documents after each, and
 * early stopping. Training ends after {@code epochs} passes or when {@code patience} passes in a
 * row brought no higher validation figure; the weights with the highest figure stay, ties going to
 * the lower validation loss.
 */
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
    session.start(task.seed());
    SplittableRandom random = new SplittableRandom(task.seed());
    List<Epoch> epochs = new ArrayList<>();
    Epoch best = null;
    int withoutImprovement = 0;
    while (epochs.size() < task.optimisation().epochs()
        && withoutImprovement < task.optimisation().patience()) {
      Epoch epoch = pass(session, task, epochs.size() + 1, random, listener);
      epochs.add(epoch);
      withoutImprovement =
          best == null || epoch.validation().higherThan(best.validation())
              ? 0
              : withoutImprovement + 1;
      if (best == null || epoch.validation().betterThan(best.validation())) {
        best = epoch;
        session.keep();
      }
      listener.epochFinished(epoch);
    }
    session.restore();
    return new TrainingHistory(epochs, best.number());
  }

  private static Epoch pass(
      TrainingSession session,
      TrainingTask task,
      int number,
      SplittableRandom random,
      TrainingListener listener) {
    double lossSum = 0;
    int steps = 0;
    List<int[]> batches =
        Batches.shuffled(task.tokens(), task.train(), task.optimisation().batchSize(), random);
    int before = (number - 1) * batches.size();
    double rate = 0;
    for (int[] batch : batches) {
      float[][] targets = new float[batch.length][];
      for (int i = 0; i < batch.length; i++) {
        targets[i] = task.targets()[batch[i]];
      }
      rate = task.optimisation().learningRate(before + steps + 1, task.train().length);
      float loss =
          session.step(
              TokenBatch.of(task.tokens(), batch, 0, batch.length),
              targets,
              task.classWeight(),
              rate);
      steps++;
      if (!Float.isFinite(loss)) {
        throw new DivergedException(loss, number, steps, rate);
      }
      lossSum += loss;
      listener.stepFinished(batch.length);
    }
    float[][] logits = predict(session, task.tokens(), task.validation());
    // The last step's own loss was that before the step.
    if (!finite(logits)) {
      throw new DivergedException(Float.NaN, number, steps, rate);
    }
    return new Epoch(number, lossSum / steps, task.score().apply(logits));
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
    float[][] byDocument = new float[tokens.length][];
    for (int[] batch : Batches.byLength(tokens, documents, PREDICTION_BATCH)) {
      float[][] logits = session.logits(TokenBatch.of(tokens, batch, 0, batch.length));
      for (int i = 0; i < batch.length; i++) {
        byDocument[batch[i]] = logits[i];
      }
    }
    float[][] logits = new float[documents.length][];
    for (int i = 0; i < documents.length; i++) {
      logits[i] = byDocument[documents[i]];
    }
    return logits;
  }
}
