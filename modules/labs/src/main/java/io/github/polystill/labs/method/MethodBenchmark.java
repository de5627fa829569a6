package io.github.polystill.labs.method;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.WallClock;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.labs.MeasuredProcess;
import io.github.polystill.labs.Median;
import io.github.polystill.labs.train.DataFile;
import io.github.polystill.labs.train.KerasPeer;
import io.github.polystill.models.OptimisationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Teacher, standalone and distilled student on one fold: {@code polystill run} in a process of its
 * own, and the same in Keras, alternately. Keras gets our words as ids, our word vectors and our
 * split, which take it nothing.
 */
public final class MethodBenchmark {
  private final MethodBenchmarkSettings settings;
  private final Path directory;
  private final Consumer<String> log;

  /**
   * Describes it.
   *
   * @param directory for the runs and what Keras reads, empty
   * @param log hears what each repeat took
   */
  public MethodBenchmark(MethodBenchmarkSettings settings, Path directory, Consumer<String> log) {
    this.settings = settings;
    this.directory = directory;
    this.log = log;
  }

  /** Measures every architecture in turn. */
  public List<MethodRow> run() throws IOException, InterruptedException {
    Optional<KerasPeer> keras = Optional.empty();
    if (settings.python().isPresent()) {
      keras = KerasPeer.find(settings.python().get(), directory);
      if (keras.isEmpty()) {
        log.accept(
            settings.python().get() + " has no TensorFlow and Keras: ours alone is measured");
      }
    }
    List<String> overrides = overrides();
    Experiment experiment = experiment(overrides);
    PreparedCorpus corpus = prepare(experiment);
    if (settings.labels().isPresent()) {
      overrides.add("corpus.minLabelCount=" + least(corpus, settings.labels().getAsInt()));
      experiment = experiment(overrides);
      corpus = prepare(experiment);
    }
    List<MethodRow> rows = new ArrayList<>();
    for (ArchitectureSettings architecture : chosen(experiment)) {
      rows.add(measure(architecture, experiment, corpus, overrides, keras));
    }
    return rows;
  }

  private List<String> overrides() {
    List<String> all = new ArrayList<>(settings.overrides());
    all.add("trainings=[teacher, standalone, distilled]");
    all.add("teacher.classWeights=" + settings.classWeights());
    all.add("baselines=[]");
    all.add("export=null");
    all.add("folds.run=[0]");
    settings
        .epochs()
        .ifPresent(
            epochs -> {
              all.add("optimisation.epochs=" + epochs);
              all.add("student.epochs=" + epochs);
            });
    return all;
  }

  private Experiment experiment(List<String> overrides) throws IOException {
    return CorpusPreparation.requireInputs(ExperimentFile.read(settings.experiment(), overrides));
  }

  private PreparedCorpus prepare(Experiment experiment) throws IOException {
    return CorpusPreparation.prepare(
        experiment,
        settings.workers(),
        Optional.of(directory.resolve("segmented")),
        (done, all) -> {});
  }

  /** Documents of the last of so many labels, the most frequent first. */
  private static int least(PreparedCorpus prepared, int labels) {
    Corpus corpus = prepared.segmented().corpus();
    int[] counts = new int[corpus.labels().size()];
    for (boolean[] row : corpus.targets()) {
      for (int label = 0; label < counts.length; label++) {
        counts[label] += row[label] ? 1 : 0;
      }
    }
    Arrays.sort(counts);
    return counts[Math.max(0, counts.length - labels)];
  }

  private List<ArchitectureSettings> chosen(Experiment experiment) {
    List<String> known =
        experiment.architectures().stream().map(ArchitectureSettings::name).toList();
    for (String name : settings.architectures()) {
      if (!known.contains(name)) {
        throw InvalidInputException.of(
            "`architectures`: '%s' is none of %s, which %s has",
            name, String.join(", ", known), settings.experiment());
      }
    }
    return experiment.architectures().stream()
        .filter(
            it ->
                settings.architectures().isEmpty() || settings.architectures().contains(it.name()))
        .toList();
  }

  private MethodRow measure(
      ArchitectureSettings architecture,
      Experiment experiment,
      PreparedCorpus corpus,
      List<String> overrides,
      Optional<KerasPeer> peer)
      throws IOException, InterruptedException {
    Optional<KerasNetwork> network =
        peer.isPresent() ? Optional.of(KerasNetwork.of(architecture)) : Optional.empty();
    List<String> arguments = new ArrayList<>(List.of("run", settings.experiment().toString()));
    overrides.forEach(it -> arguments.addAll(List.of("--set", it)));
    Map<String, Object> sizes = new LinkedHashMap<>(architecture.network().sizes());
    architecture.batchSize().ifPresent(size -> sizes.put("batchSize", size));
    String only = RecordsJson.line(Map.of(architecture.name(), sizes));
    arguments.addAll(List.of("--set", "architectures=" + only));
    arguments.addAll(List.of("--workers", String.valueOf(settings.workers())));
    List<MethodSide> ours = new ArrayList<>();
    List<MethodSide> keras = new ArrayList<>();
    for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
      Path out = directory.resolve(architecture.name() + "-" + repeat);
      ours.add(ours(arguments, out));
      say(architecture, repeat, "ours", ours);
      if (network.isPresent()) {
        Path data = directory.resolve("data.bin");
        List<String> options = new ArrayList<>(network.get().options());
        options.addAll(write(architecture, experiment, corpus, RunDirectory.existing(out), data));
        double begin = MethodSide.seconds(WallClock.now());
        JsonNode printed = peer.get().method(options);
        keras.add(MethodSide.keras(begin, MethodSide.seconds(WallClock.now()), printed));
        say(architecture, repeat, "Keras", keras);
      }
      AtomicFiles.deleteRecursively(out);
    }
    MethodSide median = MethodSide.median(ours);
    return new MethodRow(
        architecture.name(),
        median,
        keras.isEmpty() ? Optional.empty() : Optional.of(MethodSide.median(keras)),
        ratio(ours, keras, MethodSide::wallSeconds),
        ratio(ours, keras, MethodSide::cpuSeconds),
        ratio(ours, keras, MethodSide::trainingSecondsPerEpoch),
        ratios(ours, keras, MethodSide::wallSeconds),
        median.outsideTraining());
  }

  private void say(
      ArchitectureSettings architecture, int repeat, String side, List<MethodSide> measured) {
    MethodSide last = measured.get(measured.size() - 1);
    log.accept(
        String.format(
            Locale.ROOT,
            "%s %d/%d: %s %.1f s (%.1f s of CPU time), macro-F1 %s",
            architecture.name(),
            repeat,
            settings.repeats(),
            side,
            last.wallSeconds(),
            last.cpuSeconds(),
            last.macroF1()));
  }

  private MethodSide ours(List<String> arguments, Path out)
      throws IOException, InterruptedException {
    Path cache = Files.createTempDirectory(directory, "cache");
    List<String> command = new ArrayList<>(settings.program());
    command.addAll(arguments);
    command.addAll(List.of("--out", out.toString()));
    try {
      double begin = MethodSide.seconds(WallClock.now());
      CpuClock cpu =
          MeasuredProcess.run(
              command,
              cache,
              directory.resolve("ours.log"),
              process -> CpuClock.follow(process, begin));
      double end = MethodSide.seconds(WallClock.now());
      RunDirectory run = RunDirectory.existing(out);
      return MethodSide.ours(begin, end, RunLog.read(run.logFile()), run.metrics(), cpu);
    } finally {
      AtomicFiles.deleteRecursively(cache);
    }
  }

  /** Writes what Keras reads, and gives the options that name it. */
  private List<String> write(
      ArchitectureSettings architecture,
      Experiment experiment,
      PreparedCorpus corpus,
      RunDirectory run,
      Path data)
      throws IOException {
    TokenLayout layout = experiment.layoutOf(architecture);
    Vocabulary vocabulary = run.vocabulary(0);
    int[][] tokens =
        corpus.segmented().texts().stream()
            .map(text -> layout.encode(text, vocabulary))
            .toArray(int[][]::new);
    boolean[][] truth = corpus.segmented().corpus().targets();
    float[][] targets = new float[truth.length][truth[0].length];
    for (int i = 0; i < truth.length; i++) {
      for (int label = 0; label < truth[i].length; label++) {
        targets[i][label] = truth[i][label] ? 1 : 0;
      }
    }
    DataFile.write(data, tokens, layout.length(), targets, run.vectors(0));
    Fold fold = corpus.folds().get(0);
    OptimisationSettings experts = experiment.optimisationOf(architecture);
    OptimisationSettings students = experiment.studentOptimisationOf(architecture);
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("train", fold.train());
    method.put("validation", fold.validation());
    method.put("test", fold.test());
    method.put("classWeights", settings.classWeights());
    method.put("batchSize", experts.batchSize());
    method.put("learningRate", experts.learningRate());
    method.put("epochs", experts.epochs());
    method.put("patience", experts.patience());
    method.put("studentEpochs", students.epochs());
    method.put("studentPatience", students.patience());
    method.put("seed", experiment.seed());
    Path file = directory.resolve("method.json");
    AtomicFiles.writeString(file, RecordsJson.line(method));
    return List.of(
        "--data", data.toString(),
        "--method", file.toString(),
        "--sentences", String.valueOf(layout.length() / layout.sentenceLength()),
        "--words-per-sentence", String.valueOf(layout.sentenceLength()),
        "--processes", String.valueOf(settings.workers()));
  }

  private static Optional<Double> ratio(
      List<MethodSide> ours, List<MethodSide> keras, ToDoubleFunction<MethodSide> figure) {
    return keras.isEmpty() ? Optional.empty() : Optional.of(Median.of(ratios(ours, keras, figure)));
  }

  private static List<Double> ratios(
      List<MethodSide> ours, List<MethodSide> keras, ToDoubleFunction<MethodSide> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < keras.size(); i++) {
      ratios.add(figure.applyAsDouble(keras.get(i)) / figure.applyAsDouble(ours.get(i)));
    }
    return ratios;
  }
}
