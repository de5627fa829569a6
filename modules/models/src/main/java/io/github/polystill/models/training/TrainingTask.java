package io.github.polystill.models.training;

import io.github.polystill.models.OptimisationSettings;

/**
 * What to train a network on.
 *
 * @param tokens all texts of the corpus, [documents][length]
 * @param targets wanted outputs, [documents][outputs]; only the rows of {@code train} are read
 * @param train indexes of the documents to learn from
 * @param validation indexes of the documents that early stopping looks at
 * @param monitor what early stopping watches, and by which the best weights are chosen
 * @param loss of a formula that the session was built for
 * @param optimisation batch size, learning rate, epochs, patience
 * @param seed decides first weights, order of the batches and dropout masks
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingTask(
    int[][] tokens,
    float[][] targets,
    int[] train,
    int[] validation,
    Monitor monitor,
    Loss loss,
    OptimisationSettings optimisation,
    long seed) {}
