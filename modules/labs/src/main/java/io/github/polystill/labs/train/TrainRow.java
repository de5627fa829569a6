package io.github.polystill.labs.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the table: one network on texts of one kind. Speeds are medians over the repeats,
 * samples times models per second.
 *
 * @param architecture name
 * @param channels embedding tables read: frozen or two
 * @param lengths of the texts: mixed or full
 * @param samplesPerSecond ours over the whole slice, graph building and first run included
 * @param kerasSamplesPerSecond Keras' over the whole slice, model building and first step included
 * @param ratio of the two
 * @param steadySamplesPerSecond ours after each worker's first step
 * @param kerasSteadySamplesPerSecond Keras' by its median step alone
 * @param steadyRatio of those two: what a slice of long trials comes to
 * @param gflops executed arithmetic of ours after the first steps, 10^9 operations per second
 * @param peakGflops the best matrix product, all workers together
 * @param setUpSeconds ours until the end of a worker's first step
 * @param kerasSetUpSeconds Keras' until the end of a trial's first step
 * @param stepCpuSeconds CPU time of one of our steps, which other jobs change little
 * @param kerasStepCpuSeconds the same of Keras, all its threads together
 * @param kerasStepSeconds Keras' median step
 * @param kerasConfiguration the fastest: processes x threads
 * @param peakRssBytes most memory of this process while it trained
 * @param scaling speed of all workers over that of one
 * @param otherCores cores that other jobs used meanwhile; figures with more than 0.1 are doubtful
 * @param samplesPerSecondOfRepeats ours, repeat by repeat
 * @param kerasSamplesPerSecondOfRepeats those of the fastest configuration
 * @param profile share of our time by kind of operation
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TrainRow(
    String architecture,
    String channels,
    String lengths,
    double samplesPerSecond,
    Optional<Double> kerasSamplesPerSecond,
    Optional<Double> ratio,
    double steadySamplesPerSecond,
    Optional<Double> kerasSteadySamplesPerSecond,
    Optional<Double> steadyRatio,
    double gflops,
    double peakGflops,
    double setUpSeconds,
    Optional<Double> kerasSetUpSeconds,
    double stepCpuSeconds,
    Optional<Double> kerasStepCpuSeconds,
    Optional<Double> kerasStepSeconds,
    Optional<String> kerasConfiguration,
    Optional<Long> peakRssBytes,
    Optional<Double> scaling,
    Optional<Double> otherCores,
    List<Double> samplesPerSecondOfRepeats,
    List<Double> kerasSamplesPerSecondOfRepeats,
    Optional<Map<String, Double>> profile) {}
