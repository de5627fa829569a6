package io.github.polystill.labs.inference;

import java.util.Optional;

/**
 * A student at one batch size. Times are of whole calls: ids in a Java array to probabilities in
 * one, or the same with NumPy.
 *
 * @param model architecture
 * @param batch texts of a call
 * @param lengths mixed or full
 * @param threads of each side
 * @param tables whether ours looks first products up
 * @param kerasVersions TensorFlow's, Keras' and ONNX Runtime's where they were measured
 * @param samplesPerSecond texts per second, the median of the rounds
 * @param p50Micros time of a call, median
 * @param p99Micros the same, 99th percentile
 * @param kerasSamplesPerSecond of the faster of the two ways to ask Keras
 * @param kerasP50Micros of the same
 * @param kerasP99Micros of the same
 * @param kerasWay predict_on_batch or function
 * @param ratio our speed over that of Keras
 * @param onnxSamplesPerSecond of ONNX Runtime, called from the same Python, where it was measured
 * @param onnxP50Micros of the same
 * @param onnxP99Micros of the same
 * @param onnxRatio our speed over that of ONNX Runtime
 * @param largestDifference between the probabilities of both sides; empty where Keras pools other
 *     windows than ours, as it does with TextCNN and padded texts
 */
public record InferenceRow(
    String model,
    int batch,
    String lengths,
    int threads,
    boolean tables,
    Optional<String> kerasVersions,
    double samplesPerSecond,
    double p50Micros,
    double p99Micros,
    Optional<Double> kerasSamplesPerSecond,
    Optional<Double> kerasP50Micros,
    Optional<Double> kerasP99Micros,
    Optional<String> kerasWay,
    Optional<Double> ratio,
    Optional<Double> onnxSamplesPerSecond,
    Optional<Double> onnxP50Micros,
    Optional<Double> onnxP99Micros,
    Optional<Double> onnxRatio,
    Optional<Double> largestDifference) {}
