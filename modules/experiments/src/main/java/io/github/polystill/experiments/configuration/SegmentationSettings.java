package io.github.polystill.experiments.configuration;

/**
 * How text is cut into words.
 *
 * @param segmenter name of the segmenter
 */
public record SegmentationSettings(String segmenter) {}
