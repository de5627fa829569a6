package io.github.polystill.benchmarks.train;

import io.github.polystill.models.TextCnnSettings;

/**
 * Arithmetic of TextCNN with U distinct tokens, vectors of c D numbers in c channels, widths k of F
 * filters each, S the sum of the widths, p chunks.
 *
 * <ul>
 *   <li>products of tokens and filters, [U, c D] x [c D, S F], and the same for their weights'
 *       gradient; [U, S F] x [S F, D] for that of a fine-tuned table
 *   <li>windows: T of k - 1 additions and a maximum per filter and text
 *   <li>gradient of the products: k additions per maximum, of which there are p F for each width
 *   <li>bottleneck and output as dense layers; ReLU and dropout
 * </ul>
 *
 * @param dimensions D
 * @param outputs logits
 */
record TextCnnArithmetic(TextCnnSettings settings, int dimensions, int outputs)
    implements Arithmetic {
  @Override
  public double ofStep(BatchShape batch) {
    double filters = settings.filters();
    double slots = settings.widths().stream().mapToInt(Integer::intValue).sum();
    double vector = (double) settings.channels().count() * dimensions;
    double pooled = (double) settings.widths().size() * settings.chunks() * filters;
    double bottleneck = settings.bottleneck();
    double texts = batch.texts();
    double distinct = batch.distinct();
    double convolution =
        2 * Arithmetic.product(distinct, vector, slots * filters)
            + texts * batch.width() * slots * filters
            + texts * settings.chunks() * filters * slots
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
            ? Arithmetic.product(distinct, slots * filters, dimensions)
                + ADAM * distinct * dimensions
            : 0;
    return convolution + head + update + table;
  }
}
