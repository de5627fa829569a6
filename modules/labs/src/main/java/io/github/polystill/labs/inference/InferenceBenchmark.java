package io.github.polystill.labs.inference;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.labs.train.BenchmarkedNetwork;
import io.github.polystill.labs.train.DataFile;
import io.github.polystill.labs.train.KerasPeer;
import io.github.polystill.labs.train.Lengths;
import io.github.polystill.labs.train.SyntheticTexts;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.InferenceGraphWriter;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.ServedModel;
import io.github.polystill.models.savedmodel.ServedNetworks;
import io.github.polystill.models.training.TrainingSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exports students of random weights, loads them as a user does and asks them, in turns with Python
 * Keras, which is given the same weights and texts.
 */
public final class InferenceBenchmark {
  private static final int WORDS = 20_000;
  private static final int LABELS = 9;
  private static final int TEXTS = 1024;
  private static final long SEED = 1;

  private final InferenceBenchmarkSettings settings;
  private final Consumer<String> log;
  private final SyntheticTexts texts;
  private String kerasVersions = "";

  /**
   * A benchmark.
   *
   * @param log takes remarks while it runs
   */
  public InferenceBenchmark(InferenceBenchmarkSettings settings, Consumer<String> log) {
    this.settings = settings;
    this.log = log;
    this.texts =
        SyntheticTexts.generate(
            Math.max(TEXTS, Collections.max(settings.batches())),
            settings.lengths(),
            WORDS,
            BenchmarkedNetwork.DIMENSIONS,
            SEED);
  }

  /** The architectures that can be measured. */
  public static List<String> architectures() {
    return networks().map(BenchmarkedNetwork::name).toList();
  }

  private static Stream<BenchmarkedNetwork> networks() {
    return BenchmarkedNetwork.all().stream()
        .filter(network -> network.channels() == EmbeddingChannels.FROZEN);
  }

  /**
   * Measures.
   *
   * @throws InvalidInputException where the Python asked for has no Keras
   */
  public List<InferenceRow> run() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      Optional<KerasPeer> peer = Optional.empty();
      if (settings.python().isPresent()) {
        peer = KerasPeer.find(settings.python().get(), directory);
        if (peer.isEmpty()) {
          throw new InvalidInputException(
              settings.python().get()
                  + " has no TensorFlow with Keras; give --python another one, or --no-keras");
        }
        DataFile.write(directory.resolve("data"), texts);
      }
      List<InferenceRow> rows = new ArrayList<>();
      for (BenchmarkedNetwork network : networks().toList()) {
        if (settings.architectures().contains(network.name())) {
          rows.addAll(run(network, peer, directory));
        }
      }
      return rows;
    } finally {
      delete(directory);
    }
  }

  private List<InferenceRow> run(
      BenchmarkedNetwork network, Optional<KerasPeer> peer, Path directory) throws IOException {
    Path model = Files.createDirectories(directory.resolve(network.name()));
    Exported exported = export(network, model);
    try (LoadedModel loaded =
        LoadedModel.load(model, settings.threads(), LoadedModel.LONGEST_CALL)) {
      if (peer.isEmpty()) {
        return run(network, loaded, exported.tabled(), Optional.empty());
      }
      Path file = directory.resolve(network.name() + ".json");
      new ObjectMapper().writeValue(file.toFile(), exported.weights());
      try (KerasInference keras =
          KerasInference.start(
              peer.get(),
              kerasOptions(network, directory.resolve("data"), file),
              directory.resolve("keras.log"))) {
        kerasVersions = keras.versions();
        return run(network, loaded, exported.tabled(), Optional.of(keras));
      }
    }
  }

  private List<String> kerasOptions(BenchmarkedNetwork network, Path data, Path weights) {
    List<String> options = new ArrayList<>(network.kerasOptions());
    options.addAll(List.of("--architecture", network.name(), "--channels", "frozen"));
    options.addAll(List.of("--data", data.toString(), "--weights", weights.toString()));
    options.addAll(List.of("--threads", String.valueOf(settings.threads())));
    options.addAll(List.of("--outputs", String.valueOf(LABELS)));
    return options;
  }

  /**
   * Ours on disk.
   *
   * @param tabled whether it looks first products up
   */
  private record Exported(Map<String, float[]> weights, boolean tabled) {}

  private Exported export(BenchmarkedNetwork network, Path directory) throws IOException {
    NetworkSpec spec =
        new NetworkSpec(
            network.architecture(),
            new EmbeddingTableShape(WORDS, BenchmarkedNetwork.DIMENSIONS),
            LABELS);
    Map<String, float[]> weights;
    try (TrainingSession session = new TrainingSession(spec, texts.vectors())) {
      session.start(SEED);
      weights = session.weights();
    }
    List<String> words = new ArrayList<>(List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN));
    IntStream.range(words.size(), WORDS).forEach(i -> words.add("w" + i));
    ServedModel model =
        new ServedModel(
            new ServedNetworks(
                spec, network.architecture().layout(Lengths.LONGEST), List.of(weights)),
            texts.vectors(),
            Vocabulary.ofWords(words),
            IntStream.range(0, LABELS).mapToObj(i -> "label" + i).toList(),
            Collections.nCopies(LABELS, 0.5),
            false,
            WeightStorage.FLOAT32);
    ServedModel exported = model.tabledAsAsked(settings.tables());
    InferenceGraphWriter.write(directory, exported);
    return new Exported(weights, exported.tabled());
  }

  private List<InferenceRow> run(
      BenchmarkedNetwork network, LoadedModel model, boolean tabled, Optional<KerasInference> keras)
      throws IOException {
    Optional<Double> difference = Optional.empty();
    boolean poolsAlike = settings.lengths() == Lengths.FULL || !network.name().equals("textcnn");
    if (keras.isPresent() && poolsAlike) {
      difference = Optional.of(keras.get().largestDifference(model.probabilities(batch(0, 8))));
    }
    List<InferenceRow> rows = new ArrayList<>();
    for (int batch : settings.batches()) {
      log.accept(network.name() + ", batch " + batch);
      Calls ours = new Calls();
      Map<String, Calls> theirs = new LinkedHashMap<>();
      call(model, batch, settings.seconds()); // until compiled
      for (int round = 0; round < settings.rounds(); round++) {
        ours.add(call(model, batch, settings.seconds()));
        if (keras.isPresent()) {
          keras
              .get()
              .measure(batch, settings.seconds())
              .forEach((way, times) -> theirs.computeIfAbsent(way, it -> new Calls()).add(times));
        }
      }
      Optional<Calls> onnx = Optional.ofNullable(theirs.remove(KerasInference.ONNX));
      rows.add(
          row(
              network.name(),
              batch,
              tabled,
              ours,
              KerasInference.fastest(theirs, batch),
              onnx,
              difference));
    }
    return rows;
  }

  private int[][] batch(int begin, int size) {
    return Arrays.copyOfRange(texts.tokens(), begin, begin + size);
  }

  /** Times of calls in seconds. */
  private double[] call(LoadedModel model, int batch, double seconds) {
    List<Double> times = new ArrayList<>();
    int batches = texts.tokens().length / batch;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (times.isEmpty() || System.nanoTime() < end) {
      int[][] ids = batch(times.size() % batches * batch, batch);
      long start = System.nanoTime();
      model.probabilities(ids);
      times.add((System.nanoTime() - start) * 1e-9);
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private InferenceRow row(
      String name,
      int batch,
      boolean tabled,
      Calls ours,
      Optional<Map.Entry<String, Calls>> keras,
      Optional<Calls> onnx,
      Optional<Double> difference) {
    double speed = ours.samplesPerSecond(batch);
    Optional<Double> kerasSpeed = keras.map(it -> it.getValue().samplesPerSecond(batch));
    return new InferenceRow(
        name,
        batch,
        settings.lengths().key(),
        settings.threads(),
        tabled,
        keras.map(it -> kerasVersions),
        speed,
        ours.micros(0.5),
        ours.micros(0.99),
        kerasSpeed,
        keras.map(it -> it.getValue().micros(0.5)),
        keras.map(it -> it.getValue().micros(0.99)),
        keras.map(Map.Entry::getKey),
        kerasSpeed.map(it -> speed / it),
        onnx.map(it -> it.samplesPerSecond(batch)),
        onnx.map(it -> it.micros(0.5)),
        onnx.map(it -> it.micros(0.99)),
        onnx.map(it -> speed / it.samplesPerSecond(batch)),
        difference);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
