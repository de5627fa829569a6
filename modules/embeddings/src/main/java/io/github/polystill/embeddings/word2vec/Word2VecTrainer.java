package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Trains word vectors on text of any size; see {@link Word2VecSettings}. */
public final class Word2VecTrainer {
  private final Word2VecSettings settings;
  private final Segmenter segmenter;
  private final Word2VecListener listener;
  private final Optional<CheckpointSettings> checkpoints;

  /** A trainer, used for one text at a time. */
  public Word2VecTrainer(
      Word2VecSettings settings,
      Segmenter segmenter,
      Word2VecListener listener,
      Optional<CheckpointSettings> checkpoints) {
    this.settings = settings;
    this.segmenter = segmenter;
    this.listener = listener;
    this.checkpoints = checkpoints;
  }

  /**
   * Reads the texts and trains on them, or goes on at the checkpoint of the same training.
   *
   * @throws io.github.polystill.data.InvalidInputException where there is no text, or fewer than
   *     two words to learn
   */
  public TrainedVectors train(List<TextSource> texts) throws IOException {
    throw new IllegalStateException(
        "being written: " + settings + segmenter + listener + checkpoints + texts);
  }
}
