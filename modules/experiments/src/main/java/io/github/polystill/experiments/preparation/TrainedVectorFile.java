package io.github.polystill.experiments.preparation;

import java.nio.file.Path;

/**
 * Word vectors that an experiment trained.
 *
 * @param file in word2vec's binary format
 * @param remark what they were trained on and how many words of the corpus have none
 */
public record TrainedVectorFile(Path file, String remark) {}
