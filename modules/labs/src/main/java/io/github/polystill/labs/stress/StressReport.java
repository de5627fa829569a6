package io.github.polystill.labs.stress;

import java.util.List;
import java.util.Map;

/**
 * What came of killing a run again and again.
 *
 * @param seed of the moments
 * @param undisturbedSeconds how long the run takes by itself
 * @param kills processes that were killed before they ended
 * @param killedWhile how many of them in which stage
 * @param starts processes that were started, but for the undisturbed run
 * @param finished of those, how many were left to end
 * @param trained trials that were trained in all
 * @param problems what is not as in the undisturbed run, a line each; none if all is well
 */
public record StressReport(
    long seed,
    double undisturbedSeconds,
    int kills,
    Map<String, Integer> killedWhile,
    int starts,
    int finished,
    int trained,
    List<String> problems) {}
