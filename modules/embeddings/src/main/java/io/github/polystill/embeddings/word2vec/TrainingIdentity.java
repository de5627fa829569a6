package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a checkpoint directory belongs to: a hash of the settings, the segmenter and what {@link
 * TextSource#identify} says of the texts.
 */
final class TrainingIdentity {
  private static final String FILE = "training.identity";
  private static final String VERSION = "3";

  private TrainingIdentity() {}

  /**
   * Empties the directory of what belongs to another training.
   *
   * @return whether there was anything of this one
   */
  static boolean claim(
      Path directory, Word2VecSettings settings, Segmenter segmenter, List<TextSource> texts)
      throws IOException {
    String identity = hash(settings, segmenter, texts);
    Path file = directory.resolve(FILE);
    if (Files.exists(file) && Files.readString(file).equals(identity)) {
      return true;
    }
    Checkpoint.delete(directory);
    TrainingText.delete(directory);
    AtomicFiles.writeString(file, identity);
    return false;
  }

  private static String hash(Word2VecSettings settings, Segmenter segmenter, List<TextSource> texts)
      throws IOException {
    ContentHash hash = new ContentHash();
    hash.add(VERSION).add(settings.toString()).add(segmenter.name()).add(segmenter.version());
    for (TextSource text : texts) {
      text.identify(hash);
    }
    return hash.hex();
  }
}
