package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A SavedModel written by {@link InferenceGraphWriter}, loaded for prediction. */
public final class LoadedModel implements AutoCloseable {
  private final SavedModelBundle bundle;
  private final String input;
  private final String probabilities;
  private final int outputs;
  private final int length;

  private LoadedModel(SavedModelBundle bundle, SignatureDef signature, Path directory) {
    this.bundle = bundle;
    TensorInfo tokenIds =
        tensor(signature.getInputsMap(), InferenceGraphWriter.TOKEN_IDS, directory);
    TensorInfo output =
        tensor(signature.getOutputsMap(), InferenceGraphWriter.PROBABILITIES, directory);
    this.input = tokenIds.getName();
    this.probabilities = output.getName();
    this.length = Math.toIntExact(tokenIds.getTensorShape().getDim(1).getSize());
    this.outputs = Math.toIntExact(output.getTensorShape().getDim(1).getSize());
  }

  private static TensorInfo tensor(Map<String, TensorInfo> tensors, String name, Path directory) {
    TensorInfo info = tensors.get(name);
    if (info == null || info.getTensorShape().getDimCount() != 2) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: the model's signature %s has no two-dimensional tensor '%s'; export it again with polystill export",
              directory,
              InferenceGraphWriter.SIGNATURE,
              name));
    }
    return info;
  }

  /**
   * Loads a model.
   *
   * @param directory holds {@code saved_model.pb}
   * @throws InvalidInputException where it is no SavedModel, damaged, or of another signature
   */
  public static LoadedModel load(Path directory) {
    if (!Files.isRegularFile(directory.resolve("saved_model.pb"))) {
      throw new InvalidInputException(
          directory + ": no saved_model.pb there; give the directory that polystill export wrote");
    }
    // TensorFlow loads a model without it, and complains when it is to predict.
    if (!Files.isRegularFile(directory.resolve("variables/variables.index"))) {
      throw new InvalidInputException(
          directory
              + ": no variables/variables.index there; export it again with polystill export");
    }
    SavedModelBundle bundle = loadBundle(directory);
    try {
      return new LoadedModel(bundle, signature(bundle, directory), directory);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  private static SavedModelBundle loadBundle(Path directory) {
    try {
      return SavedModelBundle.loader(directory.toString())
          .withConfigProto(SessionOptions.singleThreaded())
          .load();
    } catch (TensorFlowException e) {
      throw new InvalidInputException(
          directory
              + ": the SavedModel is damaged ("
              + firstLine(e)
              + "); export it again with polystill export",
          e);
    }
  }

  private static SignatureDef signature(SavedModelBundle bundle, Path directory) {
    SignatureDef signature =
        bundle.metaGraphDef().getSignatureDefMap().get(InferenceGraphWriter.SIGNATURE);
    if (signature == null) {
      throw new InvalidInputException(
          directory
              + ": the SavedModel has no signature "
              + InferenceGraphWriter.SIGNATURE
              + "; export it with polystill export");
    }
    return signature;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Tokens per document that the model takes. */
  public int length() {
    return length;
  }

  /** Number of labels. */
  public int outputs() {
    return outputs;
  }

  /**
   * Probabilities of a batch.
   *
   * @param batch of width {@link #length()}
   * @return [rows][outputs]
   */
  public float[][] probabilities(TokenBatch batch) {
    Session session = bundle.session();
    try (TInt32 ids = batch.toTensor();
        Result result = session.runner().feed(input, ids).fetch(probabilities).run()) {
      float[] flat = new float[batch.rows() * outputs];
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(flat);
      float[][] rows = new float[batch.rows()][outputs];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(flat, i * outputs, rows[i], 0, outputs);
      }
      return rows;
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
