package io.github.polystill.labs.train;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.MachineReport;
import io.github.polystill.labs.Median;
import io.github.polystill.labs.OtherJobs;
import io.github.polystill.labs.ResidentMemory;
import io.github.polystill.models.OptimisationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Trains the same networks on the same data with our engine and with Keras, alternately. */
public final class TrainBenchmark {
  private static final double LEARNING_RATE = 1e-3;
  private static final int PEAK_REPEATS = 3;
  private static final int PROFILED_STEPS = 10;

  private final TrainBenchmarkSettings settings;
  private final Consumer<String> log;
  private final OptimisationSettings optimisation;

  /**
   * Prepares a benchmark.
   *
   * @param log takes a line about every measurement
   */
  public TrainBenchmark(TrainBenchmarkSettings settings, Consumer<String> log) {
    this.settings = settings;
    this.log = log;
    this.optimisation =
        new OptimisationSettings(
            settings.effort().batch(), LEARNING_RATE, settings.epochs(), settings.epochs());
  }

  /** Names of the networks that there are. */
  public static List<String> architectures() {
    return BenchmarkedNetwork.all().stream().map(BenchmarkedNetwork::name).distinct().toList();
  }

  /** Keys of the embedding channels that there are. */
  public static List<String> channels() {
    return BenchmarkedNetwork.all().stream().map(it -> it.channels().key()).distinct().toList();
  }

  /** Measures everything. */
  public TrainReport run() throws Exception {
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      return run(directory);
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  private TrainReport run(Path directory) throws Exception {
    Optional<KerasPeer> keras = keras(directory);
    OtherJobs.loadAverage()
        .ifPresent(load -> log.accept(String.format(Locale.ROOT, "load average %.2f", load)));
    List<BenchmarkedNetwork> networks =
        BenchmarkedNetwork.all().stream()
            .filter(it -> isAsked(settings.architectures(), it.name()))
            .filter(it -> isAsked(settings.channels(), it.channels().key()))
            .toList();
    List<Row> rows = new ArrayList<>();
    for (Lengths lengths : settings.lengths()) {
      SyntheticTexts texts =
          SyntheticTexts.generate(
              settings.documents(),
              lengths,
              settings.words(),
              BenchmarkedNetwork.DIMENSIONS,
              settings.seed());
      Path data = directory.resolve(lengths.key() + ".bin");
      if (keras.isPresent()) {
        DataFile.write(data, texts);
      }
      for (BenchmarkedNetwork network : networks) {
        rows.add(measure(network, lengths, texts, data, keras));
      }
    }
    String versions =
        rows.stream().flatMap(row -> row.keras.versions().stream()).findFirst().orElse("none");
    double peak = peak();
    List<TrainRow> finished = rows.stream().map(row -> row.toRow(peak)).toList();
    return new TrainReport(machine(versions), finished);
  }

  private static boolean isAsked(List<String> asked, String name) {
    return asked.isEmpty() || asked.contains(name);
  }

  private Optional<KerasPeer> keras(Path directory) throws IOException, InterruptedException {
    if (settings.python().isEmpty()) {
      log.accept("without the Keras side, as asked");
      return Optional.empty();
    }
    String python = settings.python().get();
    Optional<KerasPeer> keras = KerasPeer.find(python, directory);
    if (keras.isEmpty()) {
      log.accept(
          python
              + " has no TensorFlow and Keras: ours alone, without a ratio; give --python one that"
              + " has what modules/labs/src/main/python/requirements.txt lists");
    }
    return keras;
  }

  /** After the training, whose memory its matrices would add to. */
  private double peak() throws Exception {
    double highest = 0;
    for (int i = 0; i < PEAK_REPEATS; i++) {
      highest = Math.max(highest, PeakProduct.measure(settings.workers()));
    }
    return highest;
  }

  /** Measurements of a row. */
  private final class Row {
    private final BenchmarkedNetwork network;
    private final Lengths lengths;
    private final List<SliceTraining.Result> ours = new ArrayList<>();
    private final KerasResults keras = new KerasResults(settings);
    private final OtherJobs others = OtherJobs.watch();
    private Optional<Double> otherCores = Optional.empty();
    private Optional<Double> scaling = Optional.empty();
    private Optional<Map<String, Double>> profile = Optional.empty();
    private long peakRss;

    Row(BenchmarkedNetwork network, Lengths lengths) {
      this.network = network;
      this.lengths = lengths;
    }

    void end() {
      others.cores().ifPresent(cores -> otherCores = Optional.of(cores));
    }

    TrainRow toRow(double peak) {
      double speed = median(SliceTraining.Result::samplesPerSecond);
      double steady = median(SliceTraining.Result::steadySamplesPerSecond);
      Optional<KerasResults.Fastest> fastest = keras.fastest();
      return new TrainRow(
          network.name(),
          network.channels().key(),
          lengths.key(),
          speed,
          fastest.map(KerasResults.Fastest::samplesPerSecond),
          fastest.map(it -> speed / it.samplesPerSecond()),
          steady,
          fastest.map(KerasResults.Fastest::steadySamplesPerSecond),
          fastest.map(it -> steady / it.steadySamplesPerSecond()),
          median(SliceTraining.Result::steadyFlops) * 1e-9,
          peak * 1e-9,
          median(SliceTraining.Result::setUpSeconds),
          fastest.map(KerasResults.Fastest::setUpSeconds),
          median(SliceTraining.Result::stepCpuSeconds),
          fastest.map(KerasResults.Fastest::stepCpuSeconds),
          fastest.map(KerasResults.Fastest::stepSeconds),
          fastest.map(it -> it.configuration().toString()),
          peakRss == 0 ? Optional.empty() : Optional.of(peakRss),
          scaling,
          otherCores,
          ours.stream().map(SliceTraining.Result::samplesPerSecond).toList(),
          fastest.map(KerasResults.Fastest::ofRepeats).orElse(List.of()),
          profile);
    }

    private double median(Function<SliceTraining.Result, Double> figure) {
      return Median.of(ours.stream().map(figure).toList());
    }
  }

  private Row measure(
      BenchmarkedNetwork network,
      Lengths lengths,
      SyntheticTexts texts,
      Path data,
      Optional<KerasPeer> keras)
      throws Exception {
    Row row = new Row(network, lengths);
    SliceTraining slice = new SliceTraining(network, texts, settings.trials(), optimisation);
    for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
      ResidentMemory.resetPeak();
      SliceTraining.Result ours = slice.run(settings.workers());
      row.ours.add(ours);
      row.peakRss = Math.max(row.peakRss, ResidentMemory.peak().orElse(0));
      StringBuilder line = new StringBuilder(title(network, lengths, repeat));
      line.append(
          String.format(
              Locale.ROOT,
              "%.0f samples/s (%.0f CPU ms/step)",
              ours.samplesPerSecond(),
              1000 * ours.stepCpuSeconds()));
      if (keras.isPresent()) {
        for (KerasConfiguration configuration : settings.keras()) {
          KerasTiming timing = keras.get().measure(network, data, configuration, settings.effort());
          double speed = row.keras.add(configuration, timing);
          line.append(
              String.format(
                  Locale.ROOT,
                  ", Keras %s %.0f (%.0f)",
                  configuration,
                  speed,
                  1000 * timing.stepCpuSeconds()));
        }
      }
      log.accept(line.toString());
    }
    if (settings.scaling()) {
      double one = slice.run(1).steadySamplesPerSecond();
      row.scaling = Optional.of(slice.run(settings.workers()).steadySamplesPerSecond() / one);
    }
    row.end();
    if (settings.profile()) {
      row.profile = Optional.of(slice.profile(PROFILED_STEPS));
    }
    return row;
  }

  private String title(BenchmarkedNetwork network, Lengths lengths, int repeat) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %d/%d: ",
        network.name(),
        network.channels().key(),
        lengths.key(),
        repeat,
        settings.repeats());
  }

  private Map<String, Object> machine(String versions) {
    Map<String, Object> fields = MachineReport.create();
    fields.put("keras", versions);
    fields.put("workers", settings.workers());
    fields.put("repeats", settings.repeats());
    fields.put("timed", timed());
    return fields;
  }

  /** What was timed on both sides, in a sentence each. */
  public List<String> timed() {
    int steps = settings.stepsPerTrial();
    return List.of(
        String.format(
            Locale.ROOT,
            "ours: the wall time of %d trials of %d steps of %d texts in %d workers, graphs and"
                + " first runs included; texts padded to the longest of their batch",
            settings.trials(),
            steps,
            settings.effort().batch(),
            settings.workers()),
        String.format(
            Locale.ROOT,
            "Keras: per process and repeat %d trials of %d steps, texts padded to %d; the time of a"
                + " trial is calculated: set-up and first step, and %d times the median step",
            settings.effort().trials(),
            settings.effort().steps(),
            Lengths.LONGEST,
            steps - 1),
        "steady: without set-up and first steps, what long trials come to");
  }
}
