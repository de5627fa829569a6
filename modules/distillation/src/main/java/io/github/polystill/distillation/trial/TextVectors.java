package io.github.polystill.distillation.trial;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * The vectors that a pre-trained encoder gives the texts of a fold; read whenever they are asked
 * for, as they take much memory.
 *
 * @param contentHash of the encoder and of the documents' texts
 * @param documents [documents][width]
 * @param extra of some of the {@link ExtraTexts}, given by their indexes, likewise
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TextVectors(
    String contentHash, Supplier<float[][]> documents, Function<int[], float[][]> extra) {}
