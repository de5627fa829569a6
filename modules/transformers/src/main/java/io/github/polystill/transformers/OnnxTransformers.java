package io.github.polystill.transformers;

import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.TokenNetwork;
import io.github.polystill.data.transformers.Transformers;
import java.nio.file.Path;

/** What the rest of polystill sees of this module. */
public final class OnnxTransformers implements Transformers {
  @Override
  public TokenNetwork open(Path model, int threads) {
    return OnnxNetwork.open(model, threads);
  }

  @Override
  public Segmenter ckip(Path directory, boolean delimiters, boolean normalize) {
    return CkipSegmenter.of(directory, delimiters, normalize);
  }
}
