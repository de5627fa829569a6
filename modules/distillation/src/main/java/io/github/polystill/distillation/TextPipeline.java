package io.github.polystill.distillation;

import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.embeddings.RandomVectors;
import io.github.polystill.embeddings.VocabularyVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * How the texts of a fold become what networks learn from.
 *
 * @param segmenter cuts texts into words
 * @param maxLength words of a document that are used, by architectures without a layout of their
 *     own
 * @param minCount words that occur less often are unknown
 * @param maxWords size of the vocabulary at most, most frequent words first
 * @param vectors gives the words of the vocabulary their vectors
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextPipeline(
    Segmenter segmenter, int maxLength, int minCount, int maxWords, Vectors vectors) {
  private static final int LENGTH = 300;
  private static final int MAX_WORDS = 100_000;
  private static final int DIMENSIONS = 300;
  private static final long SEED = 1;

  /** Where word vectors come from. */
  @FunctionalInterface
  public interface Vectors {
    /** The vectors of a vocabulary. */
    VocabularyVectors of(Vocabulary vocabulary) throws IOException;

    /** Random ones. */
    static Vectors random(int dimensions, long seed) {
      return vocabulary ->
          new VocabularyVectors(RandomVectors.matrixFor(vocabulary, dimensions, seed), 0, 0);
    }
  }

  /** A pipeline of a segmenter, with the paper's settings and random word vectors. */
  public static TextPipeline with(Segmenter segmenter) {
    return new TextPipeline(segmenter, LENGTH, 1, MAX_WORDS, Vectors.random(DIMENSIONS, SEED));
  }

  /** The same with another number of words of a document that are used. */
  public TextPipeline maxLength(int words) {
    return new TextPipeline(segmenter, words, minCount, maxWords, vectors);
  }

  /** The same with random word vectors of another size. */
  public TextPipeline randomVectors(int dimensions) {
    return vectors(Vectors.random(dimensions, SEED));
  }

  /**
   * The same with other word vectors, such as {@code words -> WordVectorsReader.readFor(file,
   * words, 1)}.
   */
  public TextPipeline vectors(Vectors other) {
    return new TextPipeline(segmenter, maxLength, minCount, maxWords, other);
  }

  /** Segments a corpus and prepares one of its folds. */
  public PreparedFold prepare(Split split) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    SegmentedCorpus segmented =
        CorpusSegmenter.segment(
            split.corpus(), segmenter, threads, Optional.empty(), (done, all) -> {});
    return prepare(segmented, split.fold(), OptionalLong.empty());
  }

  /**
   * Prepares a fold of a corpus that is segmented: builds the vocabulary of its training documents
   * and looks up their vectors.
   *
   * @param seed of the cross-validation that the fold belongs to, where there are several
   */
  public PreparedFold prepare(SegmentedCorpus segmented, Fold fold, OptionalLong seed)
      throws IOException {
    List<List<String>> training = new ArrayList<>();
    for (int document : fold.texts()) {
      training.add(segmented.texts().get(document).words());
    }
    Vocabulary vocabulary = Vocabulary.build(training, minCount, maxWords);
    return new PreparedFold(
        this,
        segmented,
        fold,
        seed,
        vocabulary,
        vectors.of(vocabulary),
        FurtherTexts.NONE,
        List.of(fold));
  }
}
