package io.github.polystill.embeddings.word2vec;

/** One thread's part of the training: a contiguous piece of the text, once per epoch. */
final class Worker {
  private static final int SENTENCE_WORDS = 1000;

  private final Word2VecSettings settings;
  private final LearningRate learningRate;
  private final Subsampling subsampling;
  private final WindowTraining training;
  private final RandomState random;
  private final IdSpool.Cursor cursor;
  private final long begin;
  private final long end;
  private final int[] sentence = new int[SENTENCE_WORDS];

  private int epoch;
  private long words;
  private volatile long wordsForProgress;

  Worker(
      Word2VecSettings settings,
      LearningRate learningRate,
      Subsampling subsampling,
      WindowTraining training,
      RandomState random,
      IdSpool spool,
      long begin,
      long end,
      Position position) {
    this.settings = settings;
    this.learningRate = learningRate;
    this.subsampling = subsampling;
    this.training = training;
    this.random = random;
    this.begin = begin;
    this.end = end;
    this.epoch = begin == end ? settings.epochs() : position.epoch();
    this.words = position.words();
    this.wordsForProgress = words;
    this.cursor = spool.cursor(position.offset());
  }

  /** Where a worker is, at the end of a sentence. */
  record Position(int epoch, long offset, long words, long random) {}

  Position position() {
    return new Position(epoch, cursor.position(), words, random.state());
  }

  boolean isDone() {
    return epoch == settings.epochs();
  }

  /** Words read so far, seen from other threads. */
  long progress() {
    return wordsForProgress;
  }

  /**
   * Trains until so many words more are read, and to the end of the sentence.
   *
   * @param wordsOfAll words that all workers had read when the round began
   */
  void round(long roundWords, long wordsOfAll) {
    long first = words;
    while (!isDone() && words - first < roundWords) {
      int length = readSentence();
      // An estimate of what the others do meanwhile, which does not depend on their speed.
      long estimate = wordsOfAll + (words - first) * settings.threads();
      training.train(sentence, length, learningRate.at(estimate));
      wordsForProgress = words;
      if (cursor.position() >= end) {
        epoch++;
        cursor.moveTo(begin);
      }
    }
  }

  private int readSentence() {
    int length = 0;
    while (length < SENTENCE_WORDS && cursor.position() < end) {
      int word = cursor.next();
      if (word == IdSpool.END) {
        break;
      }
      words++;
      if (subsampling.keeps(word, random)) {
        sentence[length++] = word;
      }
    }
    return length;
  }
}
