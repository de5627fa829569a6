package io.github.polystill.labs.stress;

import java.util.List;
import java.util.Map;

/**
 * What came of disturbing commands again and again.
 *
 * @param seed of the moments
 * @param undisturbedSeconds how long the run takes by itself
 * @param kills processes that were killed before they ended
 * @param killedWhile how many of them in which stage of a run, or of which other command
 * @param starts processes that were started, but for the undisturbed ones
 * @param finished of those, how many were left to end
 * @param trained trials that were trained in all
 * @param fullDisks disks tried that were smaller than what was to be written
 * @param problems what is not as it is undisturbed, a line each; none if all is well
 */
public record StressReport(
    long seed,
    double undisturbedSeconds,
    int kills,
    Map<String, Integer> killedWhile,
    int starts,
    int finished,
    int trained,
    int fullDisks,
    List<String> problems) {}
