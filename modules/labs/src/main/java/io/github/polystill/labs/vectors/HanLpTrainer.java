package io.github.polystill.labs.vectors;

import com.hankcs.hanlp.mining.word2vec.NeuralNetworkType;
import com.hankcs.hanlp.mining.word2vec.TrainingCallback;
import com.hankcs.hanlp.mining.word2vec.Word2VecTrainer;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** HanLP's port of word2vec, timed between the first and the last time it says how far it is. */
final class HanLpTrainer implements TrainingCallback {
  private long words;
  private float first = -1;
  private float last;
  private long firstNanos;
  private long lastNanos;

  private HanLpTrainer() {}

  /** Words per second of all threads. */
  static double train(Path text, Path vectors, Word2VecSettings settings) {
    // It prints how long it took, among what may be JSON.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return trainSilently(text, vectors, settings);
    } finally {
      System.setOut(
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }
  }

  private static double trainSilently(Path text, Path vectors, Word2VecSettings settings) {
    HanLpTrainer times = new HanLpTrainer();
    Word2VecTrainer trainer = new Word2VecTrainer();
    trainer.setCallback(times);
    trainer
        .type(
            settings.algorithm() == Algorithm.CBOW
                ? NeuralNetworkType.CBOW
                : NeuralNetworkType.SKIP_GRAM)
        .setLayerSize(settings.dimensions())
        .setWindowSize(settings.window())
        .useNegativeSamples(settings.negatives())
        .setDownSamplingRate((float) settings.subsample())
        .setMinVocabFrequency(settings.minCount())
        .setInitialLearningRate((float) settings.learningRate())
        .setNumIterations(settings.epochs())
        .useNumThreads(settings.threads())
        .train(text.toString(), vectors.toString());
    double seconds = (times.lastNanos - times.firstNanos) / 1e9;
    return (times.last - times.first) / 100 * times.words * settings.epochs() / seconds;
  }

  @Override
  public void corpusLoading(float percent) {
    // Reading is not timed.
  }

  @Override
  public void corpusLoaded(int vocabulary, int trainWords, int totalWords) {
    words = trainWords;
  }

  @Override
  public synchronized void training(float alpha, float progress) {
    last = progress;
    lastNanos = System.nanoTime();
    if (first < 0) {
      first = last;
      firstNanos = lastNanos;
    }
  }
}
