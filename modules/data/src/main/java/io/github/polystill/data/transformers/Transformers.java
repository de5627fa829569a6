package io.github.polystill.data.transformers;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * What the optional module {@code transformers} does, which has ONNX Runtime and is not on every
 * class path. Found by a {@link java.util.ServiceLoader}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Transformers {
  /**
   * Opens a network.
   *
   * @param model an ONNX file of inputs {@code input_ids}, and where it has them {@code
   *     attention_mask} and {@code token_type_ids}, and an output [sequences, tokens, width]
   * @param threads of one call of {@link TokenNetwork#run}
   * @throws InvalidInputException where the file is missing, damaged or of another kind
   */
  TokenNetwork open(Path model, int threads);

  /**
   * The segmenter of ckip-transformers. Its network is loaded with the first text.
   *
   * @param directory has {@code model.onnx}, {@code vocab.txt} and {@code config.json}
   * @param delimiters whether to cut a text after punctuation marks before it is read, and not only
   *     where it is too long
   * @param normalize whether polystill's normalisation comes first
   * @throws InvalidInputException where a file is missing, damaged or of something else
   */
  Segmenter ckip(Path directory, boolean delimiters, boolean normalize);

  /**
   * The module, fetched where a launcher can do that.
   *
   * @param asker what needs it, such as {@code segmentation.segmenter: ckip}
   * @throws InvalidInputException where it is not there, with how to get it
   */
  static Transformers require(String asker) {
    return InstalledTransformers.find()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s: needs the module transformers, which is not on the class path; add"
                        + " io.github.polystill:polystill-transformers, of the version of the other"
                        + " modules",
                    asker));
  }
}
