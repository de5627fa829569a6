package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.training.TrainingSession;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Small networks after a few steps of training, with their logits for some texts, exported.
 *
 * @param model what was exported
 * @param logits of {@link #TEXTS} as the training sessions predict them, side by side
 */
@SuppressWarnings("ArrayRecordComponent")
public record ExportedNetwork(Path directory, ServedModel model, float[][] logits) {
  static final int LENGTH = 30;
  static final int DIMENSIONS = 4;
  static final Vocabulary VOCABULARY =
      Vocabulary.ofWords(
          List.of(
              "<pad>", "<unk>", "頭", "痛", "發", "燒", "咳", "嗽", "。", ",", "!", "「", "」", "一", "二",
              "三", "醫", "生", "藥", "吃", "了", "嗎", "?", "好", "我"));

  /** Eight texts; one is empty, some have unknown words, line ends and more words than are read. */
  public static final List<SegmentedText> TEXTS = texts();

  private static List<SegmentedText> texts() {
    Random random = new Random(4);
    List<SegmentedText> texts = new ArrayList<>();
    for (int length : new int[] {0, 1, 3, 45, 12, 7, 2, 20}) {
      List<String> words = new ArrayList<>();
      List<Integer> lineEnds = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        if (i > 0 && random.nextInt(8) == 0) {
          lineEnds.add(i);
        }
        int id = random.nextInt(1, VOCABULARY.size());
        words.add(id == 1 ? "罕" : VOCABULARY.words().get(id));
      }
      texts.add(new SegmentedText(words, lineEnds));
    }
    return texts;
  }

  /** {@link #TEXTS} as a model takes them. */
  static List<List<String>> tokens() {
    return TEXTS.stream().map(SegmentedText::tokens).toList();
  }

  /** The same as ids, with -1 for line ends. */
  static int[][] ids() {
    return tokens().stream()
        .map(
            text ->
                text.stream()
                    .mapToInt(token -> token.equals("\n") ? -1 : VOCABULARY.id(token))
                    .toArray())
        .toArray(int[][]::new);
  }

  /** A TextCNN where {@code networks} is 1, else that many experts of one output. */
  static ExportedNetwork write(Path directory, int networks, EmbeddingChannels channels)
      throws IOException {
    return write(
        directory,
        new TextCnn(List.of(2, 4), 5, 3, 6, 0.5, channels),
        networks,
        WeightStorage.FLOAT32);
  }

  /** The same of any architecture. */
  public static ExportedNetwork write(Path directory, SmallArchitecture architecture, int networks)
      throws IOException {
    return write(directory, architecture, networks, WeightStorage.FLOAT32);
  }

  /** The same with weights kept in some type. */
  static ExportedNetwork write(
      Path directory, SmallArchitecture architecture, int networks, WeightStorage storage)
      throws IOException {
    return write(directory, architecture.with(0.5, EmbeddingChannels.TWO), networks, storage);
  }

  /** Trained networks by what they are: training is the slow part. */
  private static final Map<List<Object>, ExportedNetwork> TRAINED = new ConcurrentHashMap<>();

  private static ExportedNetwork write(
      Path directory, Architecture architecture, int networks, WeightStorage storage)
      throws IOException {
    ExportedNetwork trained =
        TRAINED.computeIfAbsent(
            List.of(architecture, networks), key -> train(directory, architecture, networks));
    Files.createDirectories(directory);
    ServedModel model = trained.model();
    if (storage != model.storage()) {
      model =
          new ServedModel(
              model.networks().get(0),
              model.vectors(),
              model.vocabulary(),
              model.labels(),
              model.thresholds(),
              true,
              storage);
    }
    InferenceGraphWriter.write(directory, model);
    return new ExportedNetwork(directory, model, trained.logits());
  }

  private static ExportedNetwork train(Path directory, Architecture architecture, int networks) {
    int outputs = networks == 1 ? 3 : 1;
    int words = VOCABULARY.size();
    NetworkSpec spec =
        new NetworkSpec(architecture, new EmbeddingTableShape(words, DIMENSIONS), outputs);
    TokenLayout layout = architecture.layout(LENGTH);
    int[][] rows =
        TEXTS.stream().map(text -> layout.encode(text, VOCABULARY)).toArray(int[][]::new);
    EmbeddingMatrix vectors = new RandomInputs(2).vectors(words, DIMENSIONS);
    List<Map<String, float[]>> weights = new ArrayList<>();
    float[][] logits = new float[rows.length][networks * outputs];
    int[] all = new int[rows.length];
    Arrays.setAll(all, i -> i);
    TokenBatch batch = TokenBatch.of(rows, all, 0, rows.length);
    try (TrainingSession session = new TrainingSession(spec, vectors)) {
      for (int network = 0; network < networks; network++) {
        session.start(network);
        float[][] targets = new RandomInputs(network).targets(rows.length, outputs, true);
        for (int step = 0; step < 5; step++) {
          session.step(batch, targets, new WeightedCrossEntropy(2), 0.02);
        }
        float[][] own = session.logits(batch);
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(own[i], 0, logits[i], network * outputs, outputs);
        }
        weights.add(session.weights());
      }
    }
    List<String> labels = List.of("感冒", "藥物", "其他", "銀髮族").subList(0, networks * outputs);
    List<Double> thresholds = List.of(0.5, 0.7, 0.55, 0.5).subList(0, networks * outputs);
    ServedModel model =
        new ServedModel(
            new ServedNetworks(spec, layout, weights),
            vectors,
            VOCABULARY,
            labels,
            thresholds,
            true,
            WeightStorage.FLOAT32);
    return new ExportedNetwork(directory, model, logits);
  }

  /** Sigmoid of {@link #logits}. */
  public float[][] probabilities() {
    float[][] probabilities = new float[logits.length][logits[0].length];
    for (int i = 0; i < logits.length; i++) {
      for (int output = 0; output < logits[i].length; output++) {
        probabilities[i][output] = (float) (1 / (1 + Math.exp(-logits[i][output])));
      }
    }
    return probabilities;
  }
}
