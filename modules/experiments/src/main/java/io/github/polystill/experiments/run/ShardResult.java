package io.github.polystill.experiments.run;

import java.util.List;

/**
 * What a process has done that trains one part of a run.
 *
 * @param directory where the trials are
 * @param shard which part
 * @param wholeUnits whether it has all trials of an architecture and fold, the distilled student's
 *     too
 * @param trials of this part, those of an earlier start included
 * @param trained by this process
 * @param warnings in the order they came
 */
public record ShardResult(
    RunDirectory directory,
    Shard shard,
    boolean wholeUnits,
    int trials,
    int trained,
    List<String> warnings) {}
