package io.github.polystill.labs.run;

import io.github.polystill.labs.Median;
import io.github.polystill.labs.ResidentMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether a trial costs more the more labels a corpus has: the first trials of runs. */
public final class LabelsBenchmark {
  private static final int DOCUMENTS_AT_LEAST = 900;

  /** Trials of a run that are not timed: graphs are built, code is compiled. */
  private static final int WARM_UP = 10;

  private LabelsBenchmark() {}

  /**
   * Runs on a corpus with so many labels.
   *
   * @param labels of the corpus
   * @param trialsPerSecond median of the repeats
   * @param cost of a trial, relative to that of the first row
   * @param peakRssBytes most memory meanwhile
   * @param memory relative to that of the first row
   */
  public record Row(
      int labels,
      double trialsPerSecond,
      double cost,
      Optional<Long> peakRssBytes,
      Optional<Double> memory) {}

  /**
   * Measures every number of labels in turn, as often as asked.
   *
   * @param trials timed of each run
   */
  public static List<Row> run(
      List<Integer> labels, int trials, int repeats, int workers, Consumer<String> log)
      throws Exception {
    int documents = Math.max(DOCUMENTS_AT_LEAST, labels.stream().max(Integer::compare).orElse(0));
    Map<Integer, List<Double>> speeds = new LinkedHashMap<>();
    Map<Integer, Long> peaks = new LinkedHashMap<>();
    new SyntheticRun(labels.get(0), documents, workers).run(WARM_UP, finished -> {});
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (int count : labels) {
        ResidentMemory.resetPeak();
        double speed = trialsPerSecond(new SyntheticRun(count, documents, workers), trials);
        speeds.computeIfAbsent(count, it -> new ArrayList<>()).add(speed);
        peaks.merge(count, ResidentMemory.peak().orElse(0), Math::max);
        log.accept(
            String.format(
                Locale.ROOT, "%d labels %d/%d: %.2f trials/s", count, repeat, repeats, speed));
      }
    }
    return rows(labels, speeds, peaks);
  }

  private static double trialsPerSecond(SyntheticRun run, int trials) throws Exception {
    long[] times = new long[2];
    run.run(
        WARM_UP + trials,
        finished -> {
          if (finished == WARM_UP) {
            times[0] = System.nanoTime();
          } else if (finished == WARM_UP + trials) {
            times[1] = System.nanoTime();
          }
        });
    return trials / ((times[1] - times[0]) * 1e-9);
  }

  private static List<Row> rows(
      List<Integer> labels, Map<Integer, List<Double>> speeds, Map<Integer, Long> peaks) {
    double firstSpeed = Median.of(speeds.get(labels.get(0)));
    double firstPeak = peaks.get(labels.get(0));
    List<Row> rows = new ArrayList<>();
    for (int count : labels) {
      double speed = Median.of(speeds.get(count));
      Optional<Long> peak = Optional.of(peaks.get(count)).filter(it -> it > 0);
      rows.add(new Row(count, speed, firstSpeed / speed, peak, peak.map(it -> it / firstPeak)));
    }
    return rows;
  }
}
