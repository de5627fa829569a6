package io.github.polystill.distillation;

import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import io.github.polystill.models.training.TrainingTask;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains the network of one trial: a teacher's expert on one label (METHOD.md, eq. 1), a standalone
 * student on the true labels, a distilled student on the teacher's responses instead (eq. 2). The
 * validation documents are judged by their true labels in all three cases.
 */
public final class TrialTrainer {
  private TrialTrainer() {}

  /**
   * Shape of the network that a trial needs; trials of equal shape can share a session.
   *
   * @param words rows of the embedding table, those of the fold's word vectors or more
   */
  public static NetworkSpec networkOf(Trial trial, FoldData data, int words) {
    EmbeddingTableShape table = new EmbeddingTableShape(words, data.vectors().dimensions());
    return new NetworkSpec(
        trial.architecture(), table, trial.outputs(data.corpus().labels().size()));
  }

  /**
   * Runs a trial.
   *
   * @param session of the shape {@link #networkOf} with the fold's word vectors
   * @param responses the teacher's probabilities, [documents][labels]; read for {@link
   *     TrainingRow#DISTILLED} alone, and there only the rows of the training documents
   */
  public static TrialResult train(
      TrainingSession session,
      Trial trial,
      FoldData data,
      float[][] responses,
      TrainingListener listener) {
    return result(session, data, Trainer.train(session, task(trial, data, responses), listener));
  }

  /**
   * Trains an expert for some epochs. Afterwards the session holds the last weights and has kept
   * the best.
   *
   * @param from where to go on
   * @param epochs passes at most, those made before included
   */
  public static TrainingHistory advance(
      TrainingSession session,
      Trial trial,
      FoldData data,
      Optional<TrainingCheckpoint> from,
      int epochs,
      TrainingListener listener) {
    return Trainer.advance(session, task(trial, data, null), from, epochs, listener);
  }

  /** What a training leaves that is over; the session holds the best weights. */
  public static TrialResult result(
      TrainingSession session, FoldData data, TrainingHistory history) {
    int[] everyDocument = IntStream.range(0, data.corpus().size()).toArray();
    return new TrialResult(history, probabilities(session, data, everyDocument), session.weights());
  }

  /**
   * Probabilities of some documents under the session's weights, [documents asked for][outputs].
   */
  public static float[][] probabilities(TrainingSession session, FoldData data, int[] documents) {
    return sigmoid(Trainer.predict(session, data.corpus().tokens(), documents));
  }

  private static TrainingTask task(Trial trial, FoldData data, float[][] responses) {
    EncodedCorpus corpus = data.corpus();
    boolean[][] truth = truth(trial, corpus);
    float[][] targets = trial.type() == TrainingRow.DISTILLED ? responses : numbers(truth);
    boolean[][] validationTruth =
        IntStream.of(data.fold().validation()).mapToObj(i -> truth[i]).toArray(boolean[][]::new);
    return new TrainingTask(
        corpus.tokens(),
        targets,
        data.fold().train(),
        data.fold().validation(),
        logits -> trial.watch().score(validationTruth, sigmoid(logits)),
        trial.classWeight(),
        trial.optimisation(),
        trial.seed());
  }

  /** True labels of the trial's outputs, [documents][outputs]. */
  private static boolean[][] truth(Trial trial, EncodedCorpus corpus) {
    if (trial.label().isEmpty()) {
      return corpus.targets();
    }
    int label = trial.label().getAsInt();
    boolean[][] column = new boolean[corpus.size()][1];
    for (int i = 0; i < column.length; i++) {
      column[i][0] = corpus.targets()[i][label];
    }
    return column;
  }

  private static float[][] numbers(boolean[][] truth) {
    float[][] numbers = new float[truth.length][truth[0].length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        numbers[i][j] = truth[i][j] ? 1 : 0;
      }
    }
    return numbers;
  }

  private static float[][] sigmoid(float[][] logits) {
    float[][] probabilities = new float[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = new float[logits[i].length];
      for (int j = 0; j < logits[i].length; j++) {
        probabilities[i][j] = (float) (1 / (1 + StrictMath.exp(-logits[i][j])));
      }
    }
    return probabilities;
  }
}
