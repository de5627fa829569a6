package io.github.polystill.labs.vectors;

import java.util.Optional;

/**
 * Ours beside a peer, medians of the repeats; speeds are words per second of all threads while
 * training alone.
 *
 * @param ratio ours to the peer's
 * @param neighbourOverlap overlap@10 of ours with the peer's vectors, mean over its two runs
 * @param peerSelfOverlap overlap@10 of two runs of the peer as with different seeds
 * @param similarityCorrelation correlation of the cosines of ours and the peer's
 * @param peerSelfCorrelation correlation of the cosines of the two runs of the peer
 */
public record VectorsRow(
    String peer,
    int threads,
    double wordsPerSecond,
    double peerWordsPerSecond,
    double ratio,
    Optional<Double> neighbourOverlap,
    Optional<Double> peerSelfOverlap,
    Optional<Double> similarityCorrelation,
    Optional<Double> peerSelfCorrelation) {}
