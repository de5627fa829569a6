package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.util.List;

/**
 * What a checkpoint directory belongs to: a hash of the settings, the segmenter and what {@link
 * TextSource#identify} says of the texts.
 */
final class TrainingIdentity {
  static final String FILE = "training.identity";
  private static final String VERSION = "4";

  private TrainingIdentity() {}

  static String of(Word2VecSettings settings, Segmenter segmenter, List<TextSource> texts)
      throws IOException {
    ContentHash hash = new ContentHash();
    hash.add(VERSION).add(settings.toString()).add(segmenter.name()).add(segmenter.version());
    for (TextSource text : texts) {
      text.identify(hash);
    }
    return hash.hex();
  }
}
