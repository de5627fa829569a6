package io.github.polystill.labs.train;

import io.github.polystill.models.TextCnn;

/**
 * Arithmetic of TextCNN with U distinct tokens, vectors of c D numbers in c channels, widths k of F
 * filters each, S the sum of the widths, p chunks.
 *
 * <ul>
 *   <li>products of tokens and filters, [U, c D] x [c D, S F]
 *   <li>windows: T of k - 1 additions and a maximum per filter and text
 *   <li>gradients: of the products only p F S per text are not zero; each adds a row of c D numbers
 *       to the weights' gradient, and one of D to that of a fine-tuned table
 *   <li>bottleneck and output as dense layers; ReLU and dropout
 * </ul>
 *
 * @param dimensions D
 * @param outputs logits
 */
record TextCnnArithmetic(TextCnn settings, int dimensions, int outputs) implements Arithmetic {
  @Override
  public double ofStep(BatchShape batch) {
    double filters = settings.filters();
    double slots = settings.widths().stream().mapToInt(Integer::intValue).sum();
    double vector = (double) settings.channels().count() * dimensions;
    double pooled = (double) settings.widths().size() * settings.chunks() * filters;
    double bottleneck = settings.bottleneck();
    double texts = batch.texts();
    double distinct = batch.distinct();
    double winners = texts * settings.chunks() * filters * slots;
    double convolution =
        Arithmetic.product(distinct, vector, slots * filters)
            + Arithmetic.product(winners, vector, 1)
            + texts * batch.width() * slots * filters
            + 3 * texts * pooled;
    double head =
        Arithmetic.dense(texts, pooled, bottleneck)
            + 4 * texts * bottleneck
            + Arithmetic.dense(texts, bottleneck, outputs);
    double update =
        ADAM * (vector * slots * filters + settings.widths().size() * filters)
            + Arithmetic.adam(pooled, bottleneck)
            + Arithmetic.adam(bottleneck, outputs);
    double table =
        settings.channels().fineTuned()
            ? Arithmetic.product(winners, dimensions, 1) + ADAM * distinct * dimensions
            : 0;
    return convolution + head + update + table;
  }
}
