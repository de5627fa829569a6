package io.github.polystill.models.training;

import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import org.apiguardian.api.API;

/**
 * What to train a network on.
 *
 * @param tokens all texts of the corpus, [documents][length]
 * @param targets wanted outputs, [documents][outputs]; only the rows of {@code train} are read
 * @param train indexes of the texts to learn from
 * @param validation indexes of the documents that early stopping looks at; empty for none, and all
 *     epochs
 * @param monitor what early stopping watches, and by which the best weights are chosen
 * @param loss of a formula that the session was built for
 * @param optimisation batch size, learning rate, epochs, patience
 * @param seed decides first weights, order of the batches and dropout masks
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record TrainingTask(
    int[][] tokens,
    float[][] targets,
    LearntTexts train,
    int[] validation,
    Monitor monitor,
    Loss loss,
    OptimisationSettings optimisation,
    long seed) {
  /** A task whose epochs all learn from the same texts. */
  public TrainingTask(
      int[][] tokens,
      float[][] targets,
      int[] train,
      int[] validation,
      Monitor monitor,
      Loss loss,
      OptimisationSettings optimisation,
      long seed) {
    this(tokens, targets, LearntTexts.always(train), validation, monitor, loss, optimisation, seed);
  }

  /** What is looked at on the validation documents after each epoch. */
  @FunctionalInterface
  public interface Monitor {
    /**
     * Scores a network.
     *
     * @param logits of the validation documents, [validation][outputs]
     */
    ValidationScore score(float[][] logits);

    /** Whether a score is the better the higher its figure is. */
    default boolean higherIsBetter() {
      return true;
    }
  }
}
