package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.experiments.run.TrialLedger;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.TensorFlowRuntime;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.savedmodel.InferenceGraphWriter;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.SelfCheck;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Writes a run's trained models as SavedModels to {@code <base>/<version>/}, the layout that TF
 * Serving watches; versions are integers and never overwritten.
 */
public final class ModelExporter {
  static final String EXTRA_ASSETS = "assets.extra";
  static final String VOCABULARY = "vocabulary.txt";
  private static final int CHECKED_DOCUMENTS = 8;

  private final RunDirectory directory;
  private final Experiment experiment;

  /** An exporter of a finished run of polystill's architectures. */
  public ModelExporter(RunDirectory directory) throws IOException {
    this(directory, directory.experiment());
  }

  /**
   * The same for an experiment of other architectures.
   *
   * @param experiment as read from the run's {@code experiment.yaml}
   */
  public ModelExporter(RunDirectory directory, Experiment experiment) {
    this.directory = directory;
    this.experiment = experiment;
  }

  /**
   * Exports one model.
   *
   * @param base directory of the model's versions
   * @return the new version's directory
   * @throws InvalidInputException where the run has no such model, or its directory is damaged
   */
  public Path export(String architecture, String training, int fold, Path base) throws IOException {
    Stored stored = read(architecture, training, fold);
    TrainedModel model = stored.model();
    Vocabulary vocabulary = stored.vocabulary();
    EmbeddingMatrix vectors = stored.vectors();
    List<Map<String, float[]>> networks = stored.networks();
    List<LabelEvaluation> labels = stored.labels();
    int outputs = model.classWeights().isPresent() ? 1 : labels.size();
    ArchitectureSettings settings = settings(architecture);
    TokenLayout layout = experiment.layoutOf(settings);
    NetworkSpec spec =
        new NetworkSpec(
            experiment.networkOf(settings),
            new EmbeddingTableShape(vectors.rows(), vectors.dimensions()),
            outputs);
    ModelCard card = card(model, settings, layout, labels, vocabulary);
    Path version = nextVersion(base);
    boolean isFirst = Files.notExists(base);
    boolean written = false;
    try {
      AtomicFiles.writeDirectory(
          version,
          files -> {
            InferenceGraphWriter.write(files, spec, networks, vectors, card.length());
            Path extra = Files.createDirectories(files.resolve(EXTRA_ASSETS));
            vocabulary.save(extra.resolve(VOCABULARY));
            card.write(extra);
            writeSelfCheck(files, vocabulary.size(), layout);
          });
      written = true;
    } finally {
      if (isFirst && !written) {
        deleteIfEmpty(base);
      }
    }
    return version;
  }

  /** What the run directory holds of a model. */
  private record Stored(
      TrainedModel model,
      List<LabelEvaluation> labels,
      Vocabulary vocabulary,
      EmbeddingMatrix vectors,
      List<Map<String, float[]>> networks) {}

  private Stored read(String architecture, String training, int fold) {
    try {
      TrainedModel model = find(architecture, training, fold);
      return new Stored(
          model,
          figures(model).evaluation().perLabel(),
          directory.vocabulary(fold),
          directory.vectors(fold),
          weights(model));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          directory.root()
              + ": a file of the run is missing or damaged; run the experiment again with --fresh",
          e);
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return; // somebody else has exported meanwhile
    }
  }

  /** Stores what the model says here of some made-up documents, for checks in other runtimes. */
  private static void writeSelfCheck(Path files, int words, TokenLayout layout) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int length = layout.length();
    int[][] tokens = new int[CHECKED_DOCUMENTS][];
    int[] all = new int[CHECKED_DOCUMENTS];
    for (int i = 0; i < tokens.length; i++) {
      all[i] = i;
      int used = Math.max(1, length * i / (CHECKED_DOCUMENTS - 1));
      tokens[i] = madeUpDocument(random, words, used, layout);
    }
    try (LoadedModel model = LoadedModel.load(files)) {
      TokenBatch batch = TokenBatch.of(tokens, all, 0, all.length, length);
      SelfCheck.write(files, tokens, model.probabilities(batch));
    }
  }

  /** Random words, and in a layout of sentences some padding at their ends. */
  private static int[] madeUpDocument(
      SplittableRandom random, int words, int used, TokenLayout layout) {
    int[] tokens = new int[layout.length()];
    int sentence =
        layout instanceof TokenLayout.Sentences it ? it.wordsPerSentence() : tokens.length;
    for (int begin = 0; begin < used; begin += sentence) {
      boolean last = begin + sentence >= used;
      int end = last ? used : begin + random.nextInt(1, sentence + 1);
      for (int i = begin; i < end; i++) {
        tokens[i] = random.nextInt(Vocabulary.UNKNOWN_ID, words);
      }
    }
    return tokens;
  }

  private TrainedModel find(String architecture, String training, int fold) throws IOException {
    List<TrainedModel> models = directory.models();
    return models.stream()
        .filter(model -> model.architecture().equals(architecture))
        .filter(model -> model.training().key().equals(training))
        .filter(model -> model.fold() == fold)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        Locale.ROOT,
                        "%s has no %s %s of fold %d; it has %s",
                        directory.root(),
                        architecture,
                        training,
                        fold,
                        names(models))));
  }

  private static String names(List<TrainedModel> models) {
    return String.join(
        ", ",
        models.stream()
            .map(it -> it.architecture() + " " + it.training().key() + " of fold " + it.fold())
            .toList());
  }

  private ArchitectureSettings settings(String architecture) {
    return experiment.architectures().stream()
        .filter(settings -> settings.name().equals(architecture))
        .findFirst()
        .orElseThrow();
  }

  private FoldEvaluation figures(TrainedModel model) throws IOException {
    return MetricsJson.read(directory.metricsFile()).stream()
        .filter(it -> it.architecture().equals(model.architecture()))
        .filter(it -> it.row() == model.training() && it.fold() == model.fold())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    directory.metricsFile()
                        + " does not fit models.json; run the experiment again"));
  }

  private List<Map<String, float[]>> weights(TrainedModel model) throws IOException {
    TrialLedger ledger = directory.ledger();
    List<Map<String, float[]>> weights = new ArrayList<>();
    for (String hash : model.trials()) {
      boolean there =
          ledger.find(hash).isPresent() && ledger.hasWeights(hash, ledger.find(hash).get());
      if (!there) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: the weights of trial %s are missing or damaged; start the run again, it trains what is missing",
                directory.root(),
                hash));
      }
      weights.add(ledger.weights(hash));
    }
    return weights;
  }

  private ModelCard card(
      TrainedModel model,
      ArchitectureSettings settings,
      TokenLayout layout,
      List<LabelEvaluation> labels,
      Vocabulary vocabulary) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("experiment", experiment.name());
    provenance.put("configurationSha256", experiment.checksum());
    provenance.put("polystill", BuildVersions.polystill());
    provenance.put("tensorflow", TensorFlowRuntime.version());
    provenance.put(ModelCard.VOCABULARY_HASH, vocabulary.contentHash());
    provenance.put("trials", model.trials());
    return new ModelCard(
        ModelCard.FORMAT,
        model.architecture(),
        settings.type().describe(settings.settings()),
        model.training().key(),
        model.fold(),
        labels.stream().map(LabelEvaluation::label).toList(),
        labels.stream().map(LabelEvaluation::threshold).toList(),
        experiment.segmentation().segmenter(),
        CardLayout.of(layout),
        layout.length(),
        Vocabulary.UNKNOWN_ID,
        provenance);
  }

  private static Path nextVersion(Path base) throws IOException {
    if (Files.exists(base) && !Files.isDirectory(base)) {
      throw new InvalidInputException(base + " is a file; give a directory for the model");
    }
    return base.resolve(Long.toString(Versions.highest(base) + 1));
  }

  /** Integer-named directories of a model. */
  static final class Versions {
    private Versions() {}

    /** The highest version, 0 where there is none. */
    static long highest(Path base) throws IOException {
      if (!Files.isDirectory(base)) {
        return 0;
      }
      try (Stream<Path> entries = Files.list(base)) {
        return entries
            .filter(Files::isDirectory)
            .map(entry -> entry.getFileName().toString())
            .filter(name -> name.matches("[1-9][0-9]{0,17}"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0);
      }
    }
  }
}
