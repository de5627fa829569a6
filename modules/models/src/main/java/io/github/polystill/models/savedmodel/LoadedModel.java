package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.SessionOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

/**
 * A SavedModel written by {@link InferenceGraphWriter}, loaded for prediction. Any number of
 * threads may ask at once; each computes in its own.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class LoadedModel implements AutoCloseable {
  /** A token that ends a line. */
  public static final String LINE_END = TokenPlacement.LINE_END;

  /** Where the words stand, line by line in the order of their ids, relative to the model. */
  public static final String VOCABULARY_FILE = AssetFiles.DIRECTORY + "/" + AssetFiles.VOCABULARY;

  private static final List<String> ATTENTION =
      List.of(AttentionOutputs.WORDS, AttentionOutputs.SENTENCES, AttentionOutputs.SENTENCE);

  /** What one call may take unless told otherwise: a teacher of many experts is slow. */
  public static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  private final SavedModelBundle bundle;
  private final CallLimit limit;
  private final Path directory;
  private final SignatureCalls calls;
  private final List<String> labels;
  private final float[] thresholds;

  private LoadedModel(SavedModelBundle bundle, CallLimit limit, Path directory) {
    this.bundle = bundle;
    this.limit = limit;
    this.directory = directory;
    long columns = columns();
    this.calls = new SignatureCalls(bundle, limit, directory);
    PredictionOutputs outputs =
        run(tokens(List.of(List.of())), List.of(LabelOutputs.NAMES, LabelOutputs.THRESHOLDS));
    this.labels = outputs.strings(LabelOutputs.NAMES, 0);
    this.thresholds = outputs.floats(LabelOutputs.THRESHOLDS, 0);
    if (labels.size() != columns || thresholds.length != columns || labels.contains("")) {
      throw InvalidInputException.of(
          "%s: its file of labels does not name %d labels; export it again with polystill export",
          directory, columns);
    }
  }

  private long columns() {
    SignatureDef ofTokens =
        bundle.metaGraphDef().getSignatureDefMap().get(ServingSignatures.SERVING_DEFAULT);
    if (ofTokens == null) {
      throw noSignature(ServingSignatures.SERVING_DEFAULT);
    }
    tensor(ofTokens.getInputsMap(), ServingSignatures.TOKENS);
    for (String output : List.of(LabelOutputs.NAMES, LabelOutputs.THRESHOLDS)) {
      tensor(ofTokens.getOutputsMap(), output);
    }
    TensorInfo output = tensor(ofTokens.getOutputsMap(), ServingSignatures.PROBABILITIES);
    return output.getTensorShape().getDim(1).getSize();
  }

  private TensorInfo tensor(Map<String, TensorInfo> tensors, String name) {
    TensorInfo info = tensors.get(name);
    if (info == null || info.getTensorShape().getDimCount() != 2) {
      throw InvalidInputException.of(
          "%s: the model's signature %s has no two-dimensional tensor '%s'; export it again with polystill export",
          directory, ServingSignatures.SERVING_DEFAULT, name);
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
    return load(directory, 1, LONGEST_CALL);
  }

  /**
   * The same with a limit and several threads for the large operations of one call.
   *
   * @param threads 1 or more
   * @param longestCall what one call may take before the model is {@link StoppedModelException
   *     stopped}
   */
  public static LoadedModel load(Path directory, int threads, Duration longestCall)
      throws IOException {
    ModelFiles.check(directory);
    ConfigProto options =
        SessionOptions.singleThreaded().toBuilder().setIntraOpParallelismThreads(threads).build();
    // Where a session comes before all tensors, TensorFlow gives those without values no buffer,
    // and TensorFlow Java 1.1.0 cannot fetch them: attention of a text without words.
    TFloat32.scalarOf(1).close();
    SavedModelBundle bundle =
        DamagedModel.undamaged(
            directory,
            () -> SavedModelBundle.loader(directory.toString()).withConfigProto(options).load());
    try {
      CallLimit limit = new CallLimit(bundle.session(), directory, longestCall);
      try {
        return DamagedModel.undamaged(directory, () -> new LoadedModel(bundle, limit, directory));
      } catch (RuntimeException e) {
        limit.end();
        throw e;
      }
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  private InvalidInputException noSignature(String key) {
    return new InvalidInputException(
        directory
            + ": the SavedModel has no signature "
            + key
            + "; export it with polystill export");
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return labels;
  }

  /** The model's signatures, for whoever speaks TF Serving's protocol. */
  public SignatureCalls calls() {
    return calls;
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
    return signature(ServingSignatures.SERVING_DEFAULT).output(AttentionOutputs.WORDS).isPresent();
  }

  /**
   * Predicts.
   *
   * @param texts words of each text, segmented as in training; "" is no word, {@link #LINE_END} a
   *     line end; at least one text
   * @param withAttention whether to give attention, where the model has it
   * @return for each text what the model says
   * @throws InvalidInputException where the model cannot compute it, as it is damaged
   * @throws StoppedModelException where it takes too long
   */
  public List<Prediction> predict(List<List<String>> texts, boolean withAttention) {
    List<String> wanted =
        new ArrayList<>(List.of(ServingSignatures.PROBABILITIES, LabelOutputs.PREDICTED));
    if (withAttention) {
      wanted.addAll(ATTENTION);
    }
    return DamagedModel.undamaged(
        directory,
        () -> {
          PredictionOutputs outputs =
              run(tokens(texts), wanted).requireShape(texts.size(), labels.size());
          return IntStream.range(0, texts.size())
              .mapToObj(row -> outputs.prediction(row, texts.get(row).size()))
              .toList();
        });
  }

  /**
   * Probabilities of texts given as words, as in {@link #predict}.
   *
   * @return [texts][labels]
   */
  public float[][] probabilities(List<List<String>> texts) {
    return run(tokens(texts), List.of(ServingSignatures.PROBABILITIES))
        .requireShape(texts.size(), labels.size())
        .probabilities();
  }

  /**
   * Logits of texts given as words, as in {@link #predict}; of a model that this version has
   * written, as no signature of words has them.
   *
   * @return [texts][labels]
   */
  public float[][] logits(List<List<String>> texts) {
    SignatureDescription words = signature(ServingSignatures.SERVING_DEFAULT);
    TensorDescription logits =
        new TensorDescription(
            ServingSignatures.LOGITS,
            ServingSignatures.SERVING_DEFAULT + "/" + ServingSignatures.LOGITS + ":0",
            TensorDescription.Type.FLOAT,
            List.of(-1, labels.size()));
    SignatureDescription signature =
        new SignatureDescription(words.name(), words.methodName(), words.inputs(), List.of(logits));
    PredictionOutputs outputs =
        calls.run(
            signature,
            Map.of(ServingSignatures.TOKENS, tokens(texts)),
            List.of(ServingSignatures.LOGITS));
    return IntStream.range(0, texts.size())
        .mapToObj(row -> outputs.floats(ServingSignatures.LOGITS, row))
        .toArray(float[][]::new);
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
    return probabilities(
        ServingSignatures.TOKEN_IDS,
        ServingSignatures.TOKEN_IDS,
        new DenseTensor.Integers(new int[] {ids.length, width}, flat));
  }

  /**
   * Probabilities of raw texts, which the graph cuts into characters.
   *
   * @return [texts][labels]
   * @throws InvalidInputException where the model was not trained on characters
   */
  public float[][] probabilitiesOfTexts(List<String> texts) {
    return probabilities(
        ServingSignatures.CHARACTERS,
        ServingSignatures.TEXTS,
        new DenseTensor.Strings(new int[] {texts.size()}, texts.toArray(String[]::new)));
  }

  private float[][] probabilities(String key, String input, DenseTensor tensor) {
    List<String> wanted = List.of(ServingSignatures.PROBABILITIES);
    return calls
        .run(signature(key), Map.of(input, tensor), wanted)
        .requireShape(tensor.rows(), labels.size())
        .probabilities();
  }

  private SignatureDescription signature(String key) {
    return Optional.ofNullable(calls.signatures().get(key)).orElseThrow(() -> noSignature(key));
  }

  /** The keys of the model's signatures; {@code serving_default} is always among them. */
  public Set<String> signatures() {
    return bundle.metaGraphDef().getSignatureDefMap().keySet();
  }

  /** string [texts, longest], padded; never empty, which TensorFlow Java cannot hand over. */
  private static DenseTensor tokens(List<List<String>> texts) {
    int width = Math.max(1, texts.stream().mapToInt(List::size).max().orElse(0));
    String[] flat = new String[texts.size() * width];
    Arrays.fill(flat, TokenPlacement.NONE);
    for (int row = 0; row < texts.size(); row++) {
      for (int i = 0; i < texts.get(row).size(); i++) {
        flat[row * width + i] = texts.get(row).get(i);
      }
    }
    return new DenseTensor.Strings(new int[] {texts.size(), width}, flat);
  }

  /** Some outputs for words, as far as the model has them. */
  private PredictionOutputs run(DenseTensor tokens, List<String> wanted) {
    SignatureDescription signature = signature(ServingSignatures.SERVING_DEFAULT);
    return calls.run(signature, Map.of(ServingSignatures.TOKENS, tokens), wanted);
  }

  /**
   * Whether the model was stopped as it took too long, see {@link StoppedModelException}: only
   * another one that is loaded answers.
   */
  public boolean isStopped() {
    return limit.isStopped();
  }

  /** Frees the model; one that goes on after it was told to stop keeps its memory. */
  @Override
  public void close() {
    if (limit.end()) {
      bundle.close();
    }
  }
}
