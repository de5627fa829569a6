package io.github.polystill.distillation.trial;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.embeddings.EmbeddingMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * All that the trials of one fold learn from.
 *
 * @param seed of the cross-validation that the fold belongs to, where a run has several; empty for
 *     the first
 * @param contentHash hash of all else
 * @param fold which documents train, validate and test
 * @param corpus every document, encoded with the vocabulary of the fold's training part
 * @param vectors word vectors of that vocabulary
 * @param rows rows of the networks' embedding tables, those of the vectors or more: trials of
 *     several folds whose tables have the same can share a session
 * @param heldOut number of the part of the fold's training documents that is left out; where it is
 *     what two folds have in common, of the second fold
 * @param extra texts that students learn too, and of their copies experts that are asked to
 * @param encoded the vectors of all texts, where experts read those
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrainingData(
    OptionalLong seed,
    String contentHash,
    Fold fold,
    EncodedCorpus corpus,
    EmbeddingMatrix vectors,
    int rows,
    OptionalInt heldOut,
    ExtraTexts extra,
    Optional<TextVectors> encoded) {
  /** Data that trials learn all training documents of. */
  public TrainingData(
      OptionalLong seed,
      String contentHash,
      Fold fold,
      EncodedCorpus corpus,
      EmbeddingMatrix vectors,
      int rows) {
    this(
        seed,
        contentHash,
        fold,
        corpus,
        vectors,
        rows,
        OptionalInt.empty(),
        ExtraTexts.NONE,
        Optional.empty());
  }

  /** The labels in the order of the targets' columns. */
  public LabelSet labels() {
    return corpus.labels();
  }

  /** The same with larger tables. */
  public TrainingData withRows(int more) {
    return new TrainingData(
        seed, contentHash, fold, corpus, vectors, more, heldOut, extra, encoded);
  }

  /** The same with texts that students learn too. */
  public TrainingData with(ExtraTexts texts) {
    return new TrainingData(
        seed, contentHash, fold, corpus, vectors, rows, heldOut, texts, encoded);
  }

  /** The same with the vectors of its texts. */
  public TrainingData with(Optional<TextVectors> texts) {
    return new TrainingData(seed, contentHash, fold, corpus, vectors, rows, heldOut, extra, texts);
  }

  /** Ids of the documents and of the extra texts. */
  public List<String> ids() {
    return extra.size() == 0
        ? corpus.ids()
        : Stream.concat(corpus.ids().stream(), extra.ids().stream()).toList();
  }

  /** Token ids of the documents and of the extra texts. */
  public int[][] tokens() {
    return extra.size() == 0
        ? corpus.tokens()
        : Stream.of(corpus.tokens(), extra.tokens()).flatMap(Arrays::stream).toArray(int[][]::new);
  }

  /** True labels of the documents and of their copies; the texts behind have none. */
  public boolean[][] targets() {
    int[] origins = extra.origins();
    boolean[][] targets = Arrays.copyOf(corpus.targets(), corpus.size() + origins.length);
    for (int copy = 0; copy < origins.length; copy++) {
      targets[corpus.size() + copy] = targets[origins[copy]];
    }
    return targets;
  }

  /** Rows of documents and of their copies, ascending. */
  public int[] withCopies(int[] documents) {
    IntStream copies = copies(extra.origins(), corpus.size(), documents);
    return IntStream.concat(IntStream.of(documents), copies).toArray();
  }

  /** Rows of the copies of documents with other words, ascending. */
  public int[] withOtherWords(int[] documents) {
    return copies(extra.replaced(), firstUnlabelled(), documents).toArray();
  }

  private static IntStream copies(int[] origins, int first, int[] documents) {
    return IntStream.range(0, origins.length)
        .filter(copy -> Arrays.binarySearch(documents, origins[copy]) >= 0)
        .map(copy -> first + copy);
  }

  /** Row of the first extra text without labels; all behind it are such. */
  public int firstUnlabelled() {
    return corpus.size() + extra.origins().length;
  }

  /** Row of the first transfer text; all behind it are such. */
  public int firstTransfer() {
    return firstUnlabelled() + extra.replaced().length;
  }

  /** Rows of all texts that a teacher's answers are learnt of, ascending. */
  public int[] texts() {
    return IntStream.concat(
            IntStream.of(withCopies(fold.texts())),
            IntStream.range(firstUnlabelled(), corpus.size() + extra.size()))
        .toArray();
  }

  /** The same where the validation documents are learnt too, so that none is left to look at. */
  public TrainingData learningValidation() {
    int[] both =
        IntStream.concat(IntStream.of(fold.train()), IntStream.of(fold.validation()))
            .sorted()
            .toArray();
    return new TrainingData(
        seed,
        new ContentHash().add(contentHash).add(both).hex(),
        new Fold(fold.index(), both, new int[0], fold.test(), fold.unlabelled()),
        corpus,
        vectors,
        rows,
        heldOut,
        extra,
        encoded);
  }

  /**
   * The same without the labels of a part of the training documents.
   *
   * @param part its number
   * @param documents of the part, ascending
   */
  public TrainingData without(int part, int[] documents) {
    int[] train =
        IntStream.of(fold.train()).filter(it -> Arrays.binarySearch(documents, it) < 0).toArray();
    int[] unlabelled =
        IntStream.concat(IntStream.of(documents), IntStream.of(fold.unlabelled()))
            .sorted()
            .toArray();
    return new TrainingData(
        seed,
        new ContentHash().add(contentHash).add(documents).hex(),
        new Fold(fold.index(), train, fold.validation(), fold.test(), unlabelled),
        corpus,
        vectors,
        rows,
        OptionalInt.of(part),
        extra,
        encoded);
  }
}
