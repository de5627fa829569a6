package io.github.polystill.labs.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.MeasuredProcess;
import io.github.polystill.labs.Median;
import io.github.polystill.labs.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Time and memory of a whole run against documents, labels and words of a synthetic corpus. */
public final class GrowthBenchmark {
  private static final long MILLISECONDS = 50;

  private final List<String> program;
  private final List<String> overrides;
  private final int repeats;
  private final Consumer<String> log;

  /** Size of a corpus. */
  public record Size(int documents, int labels, int words) {}

  /**
   * A run on a corpus of some size, medians of the repeats.
   *
   * @param by what grows in the series that this row belongs to
   * @param seconds from the program's start to its end
   * @param peakRssBytes most memory; 0 where the system does not tell
   * @param secondsForOneMore slope from the row before, in seconds for each document, label or word
   * @param bend that slope over the one of all rows before; 1 on a straight line; 0 in the first
   *     two rows
   */
  public record Row(
      String by,
      Size size,
      double seconds,
      long peakRssBytes,
      double secondsForOneMore,
      double bend) {}

  private record Measured(double seconds, long peakRssBytes) {}

  /**
   * A benchmark.
   *
   * @param program the command of polystill
   * @param overrides keys of the experiment, as {@code --set} has them
   */
  public GrowthBenchmark(
      List<String> program, List<String> overrides, int repeats, Consumer<String> log) {
    this.program = List.copyOf(program);
    this.overrides = List.copyOf(overrides);
    this.repeats = repeats;
    this.log = log;
  }

  /**
   * Measures three series in turn, each with the first number of the others.
   *
   * @throws IOException where a run fails
   */
  public List<Row> run(List<Integer> documents, List<Integer> labels, List<Integer> words)
      throws IOException, InterruptedException {
    Size base = new Size(documents.get(0), labels.get(0), words.get(0));
    Map<String, List<Size>> series = new LinkedHashMap<>();
    series.put(
        "documents",
        documents.stream().map(it -> new Size(it, base.labels(), base.words())).toList());
    series.put(
        "labels", labels.stream().map(it -> new Size(base.documents(), it, base.words())).toList());
    series.put(
        "words", words.stream().map(it -> new Size(base.documents(), base.labels(), it)).toList());
    Map<Size, List<Measured>> measured = new LinkedHashMap<>();
    for (int repeat = 1; repeat <= repeats; repeat++) {
      for (Size size : series.values().stream().flatMap(List::stream).distinct().toList()) {
        Measured run = measure(size);
        measured.computeIfAbsent(size, it -> new ArrayList<>()).add(run);
        log.accept(
            String.format(
                Locale.ROOT,
                "%d/%d: %d documents, %d labels, %d words: %.1f s, %.0f MB",
                repeat,
                repeats,
                size.documents(),
                size.labels(),
                size.words(),
                run.seconds(),
                run.peakRssBytes() / 1e6));
      }
    }
    List<Row> rows = new ArrayList<>();
    series.forEach((by, sizes) -> rows.addAll(rows(by, sizes, measured)));
    return rows;
  }

  private Measured measure(Size size) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      Path file = SyntheticRun.write(directory, size.labels(), size.documents(), size.words());
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of("run", file.toString(), "--out", directory.resolve("run").toString()));
      Stream.concat(
              Stream.of(
                  "trainings=[teacher, standalone, distilled]",
                  "teacher.classWeights=[1]",
                  "student.epochs=1",
                  "export=null"),
              overrides.stream())
          .forEach(it -> command.addAll(List.of("--set", it)));
      long begin = System.nanoTime();
      long peak =
          MeasuredProcess.run(
              command,
              directory.resolve("cache"),
              directory.resolve("log"),
              GrowthBenchmark::peakUntilItsEnd);
      return new Measured((System.nanoTime() - begin) * 1e-9, peak);
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  private static long peakUntilItsEnd(Process process) throws InterruptedException {
    long peak = 0;
    do {
      OptionalLong now = ResidentMemory.peak(process);
      peak = Math.max(peak, now.orElse(0));
    } while (!process.waitFor(MILLISECONDS, TimeUnit.MILLISECONDS));
    return peak;
  }

  private static List<Row> rows(String by, List<Size> sizes, Map<Size, List<Measured>> measured) {
    List<Row> rows = new ArrayList<>();
    for (Size size : sizes) {
      List<Measured> runs = measured.get(size);
      double seconds = Median.of(runs.stream().map(Measured::seconds).toList());
      double peak = Median.of(runs.stream().map(it -> (double) it.peakRssBytes()).toList());
      double slope = 0;
      double bend = 0;
      if (!rows.isEmpty()) {
        Row before = rows.get(rows.size() - 1);
        slope = (seconds - before.seconds()) / (units(size) - units(before.size()));
        Row first = rows.get(0);
        double all = units(before.size()) - units(first.size());
        bend = rows.size() > 1 ? slope * all / (before.seconds() - first.seconds()) : 0;
      }
      rows.add(new Row(by, size, seconds, (long) peak, slope, bend));
    }
    return rows;
  }

  /** Grows by as much as the one number that differs within a series. */
  private static int units(Size size) {
    return size.documents() + size.labels() + size.words();
  }
}
