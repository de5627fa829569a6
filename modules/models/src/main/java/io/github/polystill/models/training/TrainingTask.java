package io.github.polystill.models.training;

import io.github.polystill.models.OptimisationSettings;
import java.util.function.Function;

/**
 * What to train a network on.
 *
 * @param tokens all texts of the corpus, [documents][length]
 * @param targets wanted outputs, [documents][outputs]; only the rows of {@code train} are read
 * @param train indexes of the documents to learn from
 * @param validation indexes of the documents that early stopping looks at
 * @param score score of the validation documents' logits, [validation][outputs]
 * @param classWeight weight of the positive class in the loss
 * @param optimisation batch size, learning rate, epochs, patience
 * @param seed decides first weights, order of the batches and dropout masks
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingTask(
    int[][] tokens,
    float[][] targets,
    int[] train,
    int[] validation,
    Function<float[][], ValidationScore> score,
    double classWeight,
    OptimisationSettings optimisation,
    long seed) {}
