package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * A SavedModel written by {@link InferenceGraphWriter}, loaded for prediction. Any number of
 * threads may ask at once; each computes in its own.
 */
public final class LoadedModel implements AutoCloseable {
  /** A token that ends a line. */
  public static final String LINE_END = TokenPlacement.LINE_END;

  /** Where the words stand, line by line in the order of their ids, relative to the model. */
  public static final String VOCABULARY_FILE = AssetFiles.DIRECTORY + "/" + AssetFiles.VOCABULARY;

  private final SavedModelBundle bundle;
  private final Path directory;
  private final SignatureDef ofTokens;
  private final List<String> labels;
  private final float[] thresholds;

  private LoadedModel(SavedModelBundle bundle, Path directory) {
    this.bundle = bundle;
    this.directory = directory;
    this.ofTokens = signature(ServingSignatures.SERVING_DEFAULT);
    int columns = columns();
    try (TString none = tensor(List.of(List.of()));
        Outputs outputs =
            run(
                ofTokens,
                ServingSignatures.TOKENS,
                none,
                List.of(LabelOutputs.NAMES, LabelOutputs.THRESHOLDS))) {
      this.labels = outputs.strings(LabelOutputs.NAMES, 0);
      this.thresholds = outputs.floats(LabelOutputs.THRESHOLDS, 0);
    } catch (TensorFlowException e) {
      throw damaged(directory, e);
    }
    if (labels.size() != columns || labels.contains("")) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: its file of labels does not name %d labels; export it again with polystill export",
              directory,
              columns));
    }
  }

  private int columns() {
    tensor(ofTokens.getInputsMap(), ServingSignatures.TOKENS);
    for (String output : List.of(LabelOutputs.NAMES, LabelOutputs.THRESHOLDS)) {
      tensor(ofTokens.getOutputsMap(), output);
    }
    TensorInfo output = tensor(ofTokens.getOutputsMap(), ServingSignatures.PROBABILITIES);
    return Math.toIntExact(output.getTensorShape().getDim(1).getSize());
  }

  private TensorInfo tensor(Map<String, TensorInfo> tensors, String name) {
    TensorInfo info = tensors.get(name);
    if (info == null || info.getTensorShape().getDimCount() != 2) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: the model's signature %s has no two-dimensional tensor '%s'; export it again with polystill export",
              directory,
              ServingSignatures.SERVING_DEFAULT,
              name));
    }
    return info;
  }

  /**
   * Loads a model.
   *
   * @param directory holds {@code saved_model.pb}
   * @throws InvalidInputException where it is no SavedModel, damaged, of another signature, or has
   *     a path that leads out of the directory
   */
  public static LoadedModel load(Path directory) throws IOException {
    return load(directory, 1);
  }

  /**
   * Checks a model's files as loading does, for who only wants some of them.
   *
   * @throws InvalidInputException as {@link #load}
   */
  public static void checkFiles(Path directory) throws IOException {
    ModelFiles.check(directory);
  }

  /**
   * The same with several threads for the large operations of one call.
   *
   * @param threads 1 or more
   */
  public static LoadedModel load(Path directory, int threads) throws IOException {
    ModelFiles.check(directory);
    SavedModelBundle bundle =
        loadBundle(
            directory,
            SessionOptions.singleThreaded().toBuilder()
                .setIntraOpParallelismThreads(threads)
                .build());
    try {
      return new LoadedModel(bundle, directory);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  private static SavedModelBundle loadBundle(Path directory, ConfigProto options) {
    try {
      return SavedModelBundle.loader(directory.toString()).withConfigProto(options).load();
    } catch (TensorFlowException e) {
      throw damaged(directory, e);
    }
  }

  private static InvalidInputException damaged(Path directory, TensorFlowException e) {
    return new InvalidInputException(
        directory
            + ": the SavedModel is damaged ("
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + "); export it again with polystill export",
        e);
  }

  private SignatureDef signature(String key) {
    SignatureDef signature = bundle.metaGraphDef().getSignatureDefMap().get(key);
    if (signature == null) {
      throw new InvalidInputException(
          directory
              + ": the SavedModel has no signature "
              + key
              + "; export it with polystill export");
    }
    return signature;
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return labels;
  }

  /** The model's signatures, for whoever speaks TF Serving's protocol. */
  public SignatureCalls calls() {
    return new SignatureCalls(bundle, directory);
  }

  /** Number of labels. */
  public int outputs() {
    return labels.size();
  }

  /** The threshold that the probability of each label has to exceed. */
  public float[] thresholds() {
    return thresholds.clone();
  }

  /** Whether predictions can come with attention. */
  public boolean hasAttention() {
    return ofTokens.containsOutputs(AttentionOutputs.WORDS);
  }

  /**
   * Predicts.
   *
   * @param texts words of each text, segmented as in training; "" is no word, {@link #LINE_END} a
   *     line end; at least one text
   * @param withAttention whether to give attention, where the model has it
   * @return for each text what the model says
   */
  public List<Prediction> predict(List<List<String>> texts, boolean withAttention) {
    List<String> wanted =
        new ArrayList<>(List.of(ServingSignatures.PROBABILITIES, LabelOutputs.PREDICTED));
    if (withAttention && hasAttention()) {
      wanted.addAll(attentionOutputs());
    }
    List<Prediction> predictions = new ArrayList<>();
    try (TString tokens = tensor(texts);
        Outputs outputs = run(ofTokens, ServingSignatures.TOKENS, tokens, wanted)) {
      for (int row = 0; row < texts.size(); row++) {
        predictions.add(outputs.prediction(row, texts.get(row).size()));
      }
    }
    return predictions;
  }

  /** The attention outputs that the model has. */
  private List<String> attentionOutputs() {
    return List.of(AttentionOutputs.WORDS, AttentionOutputs.SENTENCES, AttentionOutputs.SENTENCE)
        .stream()
        .filter(ofTokens::containsOutputs)
        .toList();
  }

  /**
   * Probabilities of texts given as words, as in {@link #predict}.
   *
   * @return [texts][labels]
   */
  public float[][] probabilities(List<List<String>> texts) {
    try (TString tokens = tensor(texts)) {
      return probabilities(ServingSignatures.SERVING_DEFAULT, ServingSignatures.TOKENS, tokens);
    }
  }

  /**
   * Probabilities of texts given as ids: lines of the vocabulary file from 0 on, 0 for no word, -1
   * for a line end.
   *
   * @param ids [texts], of any lengths
   * @return [texts][labels]
   */
  public float[][] probabilities(int[][] ids) {
    int width = Math.max(1, Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0));
    int[] flat = new int[ids.length * width];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(ids[i], 0, flat, i * width, ids[i].length);
    }
    try (TInt32 tensor = TInt32.tensorOf(Shape.of(ids.length, width), DataBuffers.of(flat))) {
      return probabilities(ServingSignatures.TOKEN_IDS, ServingSignatures.TOKEN_IDS, tensor);
    }
  }

  /**
   * Probabilities of raw texts, which the graph cuts into characters.
   *
   * @return [texts][labels]
   * @throws InvalidInputException where the model was not trained on characters
   */
  public float[][] probabilitiesOfTexts(List<String> texts) {
    try (TString tensor =
        TString.tensorOf(
            Shape.of(texts.size()), DataBuffers.ofObjects(texts.toArray(String[]::new)))) {
      return probabilities(ServingSignatures.CHARACTERS, ServingSignatures.TEXTS, tensor);
    }
  }

  private float[][] probabilities(String key, String input, Tensor tensor) {
    try (Outputs outputs =
        run(signature(key), input, tensor, List.of(ServingSignatures.PROBABILITIES))) {
      float[][] rows = new float[Math.toIntExact(tensor.shape().get(0))][];
      Arrays.setAll(rows, row -> outputs.floats(ServingSignatures.PROBABILITIES, row));
      return rows;
    }
  }

  /** The keys of the model's signatures; {@code serving_default} is always among them. */
  public Set<String> signatures() {
    return bundle.metaGraphDef().getSignatureDefMap().keySet();
  }

  /** string [texts, longest], padded; never empty, which TensorFlow Java cannot hand over. */
  private static TString tensor(List<List<String>> texts) {
    int width = Math.max(1, texts.stream().mapToInt(List::size).max().orElse(0));
    String[] flat = new String[texts.size() * width];
    Arrays.fill(flat, TokenPlacement.NONE);
    for (int row = 0; row < texts.size(); row++) {
      for (int i = 0; i < texts.get(row).size(); i++) {
        flat[row * width + i] = texts.get(row).get(i);
      }
    }
    return TString.tensorOf(Shape.of(texts.size(), width), DataBuffers.ofObjects(flat));
  }

  private Outputs run(SignatureDef signature, String input, Tensor tensor, List<String> outputs) {
    Session.Runner runner =
        bundle.session().runner().feed(signature.getInputsOrThrow(input).getName(), tensor);
    outputs.forEach(output -> runner.fetch(signature.getOutputsOrThrow(output).getName()));
    return new Outputs(runner.run(), outputs);
  }

  /** Native results by name. */
  private static final class Outputs implements AutoCloseable {
    private final Result result;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    Outputs(Result result, List<String> names) {
      this.result = result;
      names.forEach(name -> indexes.put(name, indexes.size()));
    }

    private Tensor tensor(String name) {
      return result.get(indexes.get(name));
    }

    /** A row of a float matrix. */
    float[] floats(String name, int row) {
      TFloat32 tensor = (TFloat32) tensor(name);
      float[] values = new float[Math.toIntExact(tensor.shape().get(1))];
      tensor.asRawTensor().data().asFloats().offset((long) row * values.length).read(values);
      return values;
    }

    List<String> strings(String name, int row) {
      TString tensor = (TString) tensor(name);
      List<String> values = new ArrayList<>();
      for (long i = 0; i < tensor.shape().get(1); i++) {
        values.add(tensor.getObject(row, i));
      }
      return values;
    }

    Prediction prediction(int row, int tokens) {
      List<String> predicted =
          strings(LabelOutputs.PREDICTED, row).stream().filter(it -> !it.isEmpty()).toList();
      return new Prediction(
          floats(ServingSignatures.PROBABILITIES, row), predicted, attention(row, tokens));
    }

    private Optional<Prediction.Attention> attention(int row, int tokens) {
      if (!indexes.containsKey(AttentionOutputs.WORDS)) {
        return Optional.empty();
      }
      Optional<float[][]> sentences =
          indexes.containsKey(AttentionOutputs.SENTENCES)
              ? Optional.of(weights(AttentionOutputs.SENTENCES, row, tokens))
              : Optional.empty();
      Optional<int[]> sentence =
          indexes.containsKey(AttentionOutputs.SENTENCE)
              ? Optional.of(sentence(row, tokens))
              : Optional.empty();
      return Optional.of(
          new Prediction.Attention(
              weights(AttentionOutputs.WORDS, row, tokens), sentences, sentence));
    }

    /** Weights of one text: a student's are [B, n], a teacher's [B, labels, n]. */
    private float[][] weights(String name, int row, int tokens) {
      TFloat32 tensor = (TFloat32) tensor(name);
      int rank = tensor.shape().numDimensions();
      int attentions = rank == 2 ? 1 : Math.toIntExact(tensor.shape().get(1));
      long width = tensor.shape().get(rank - 1);
      float[][] weights = new float[attentions][tokens];
      for (int i = 0; i < attentions; i++) {
        long offset = ((long) row * attentions + i) * width;
        tensor.asRawTensor().data().asFloats().offset(offset).read(weights[i]);
      }
      return weights;
    }

    private int[] sentence(int row, int tokens) {
      TInt32 tensor = (TInt32) tensor(AttentionOutputs.SENTENCE);
      int[] values = new int[tokens];
      tensor.asRawTensor().data().asInts().offset(row * tensor.shape().get(1)).read(values);
      return values;
    }

    @Override
    public void close() {
      result.close();
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
