package io.github.polystill.labs.run;

import io.github.polystill.labs.ResidentMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Whether memory grows with the number of trials: many trials of one run in this process. */
public final class MemoryBenchmark {
  /** Trials after which the memory is looked at first. */
  public static final int EARLY = 20;

  /** Trials whose grid has as many of them as the paper's class weights for each label. */
  private static final int TRIALS_PER_LABEL = 7;

  private static final int DOCUMENTS = 240;

  private MemoryBenchmark() {}

  /**
   * What was found.
   *
   * @param trials of the run
   * @param earlyRssBytes memory after the first 20
   * @param rssBytes memory after all
   * @param peakRssBytes most memory at any time
   * @param ratio of memory after all to that after 20
   */
  public record Row(
      int trials, long earlyRssBytes, long rssBytes, long peakRssBytes, double ratio) {}

  /**
   * Measures.
   *
   * @param trials more than 20
   * @throws UnsupportedOperationException where the system does not tell the memory of a process
   */
  public static Row run(int trials, int workers) throws Exception {
    if (ResidentMemory.current().isEmpty()) {
      throw new UnsupportedOperationException(
          "the memory of a process is read from /proc, which this system does not have");
    }
    Map<Integer, OptionalLong> rss = new LinkedHashMap<>();
    int labels = (trials + TRIALS_PER_LABEL - 1) / TRIALS_PER_LABEL + 1;
    new SyntheticRun(labels, Math.max(DOCUMENTS, labels), workers)
        .run(
            trials,
            finished -> {
              if (finished == EARLY || finished == trials) {
                rss.put(finished, ResidentMemory.current());
              }
            });
    long early = rss.get(EARLY).orElseThrow();
    long all = rss.get(trials).orElseThrow();
    return new Row(trials, early, all, ResidentMemory.peak().orElseThrow(), (double) all / early);
  }
}
