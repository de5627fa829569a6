package io.github.polystill.distillation.trial;

import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A few documents of a few words, and networks for them. */
public final class SmallData {
  private SmallData() {}

  /** Documents d0, d1 and so on, all but the last two for training, of labels a, b and so on. */
  public static TrainingData of(int documents, int labels) {
    return of(documents, labels, 9, 1);
  }

  /** The same with word vectors of one number. */
  static TrainingData of(int documents, int labels, int words, float vector) {
    List<String> ids = IntStream.range(0, documents).mapToObj(i -> "d" + i).toList();
    List<String> names = new ArrayList<>();
    for (int label = 0; label < labels; label++) {
      names.add(String.valueOf((char) ('a' + label)));
    }
    int[][] tokens = new int[documents][3];
    boolean[][] targets = new boolean[documents][labels];
    for (int i = 0; i < documents; i++) {
      for (int j = 0; j < 3; j++) {
        tokens[i][j] = 2 + (i + j) % (words - 2);
      }
      for (int label = 0; label < labels; label++) {
        targets[i][label] = (i + label) % 2 == 0;
      }
    }
    float[] vectors = new float[words * 2];
    Arrays.fill(vectors, vector);
    int train = Math.max(1, documents - 2);
    Fold fold =
        new Fold(
            0,
            IntStream.range(0, train).toArray(),
            IntStream.range(train, documents).toArray(),
            new int[0]);
    return new TrainingData(
        OptionalLong.empty(),
        "hash " + documents + " " + labels + " " + words + " " + vector,
        fold,
        new EncodedCorpus(ids, tokens, targets, LabelSet.of(names), vocabulary(words)),
        new EmbeddingMatrix(vectors, words, 2),
        9);
  }

  private static Vocabulary vocabulary(int words) {
    List<String> all = new ArrayList<>(List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN));
    IntStream.range(all.size(), words).forEach(word -> all.add("w" + (char) ('a' + word)));
    return Vocabulary.ofWords(all);
  }

  /**
   * The same where only the first training documents have labels, whatever stands in the others'.
   */
  public static TrainingData withLabels(TrainingData data, int labelled, boolean others) {
    int[] train = data.fold().train();
    Fold fold =
        new Fold(
            0,
            Arrays.copyOf(train, labelled),
            data.fold().validation(),
            new int[0],
            Arrays.copyOfRange(train, labelled, train.length));
    boolean[][] targets = copy(data.corpus().targets());
    for (int document : fold.unlabelled()) {
      Arrays.fill(targets[document], others);
    }
    return with(data, fold, targets);
  }

  /** The same with the opposite labels of some documents. */
  public static TrainingData withFlipped(TrainingData data, int[] documents) {
    boolean[][] targets = copy(data.corpus().targets());
    for (int document : documents) {
      for (int label = 0; label < targets[document].length; label++) {
        targets[document][label] = !targets[document][label];
      }
    }
    return with(data, data.fold(), targets);
  }

  private static boolean[][] copy(boolean[][] rows) {
    return Arrays.stream(rows).map(boolean[]::clone).toArray(boolean[][]::new);
  }

  private static TrainingData with(TrainingData data, Fold fold, boolean[][] targets) {
    EncodedCorpus corpus =
        new EncodedCorpus(
            data.corpus().ids(),
            data.corpus().tokens(),
            targets,
            data.labels(),
            data.corpus().vocabulary());
    return new TrainingData(
        data.seed(), data.contentHash(), fold, corpus, data.vectors(), data.rows());
  }

  /** Settings of a network with as many filters. */
  public static TrainingSettings settings(int filters, int epochs) {
    TextCnn sizes = new TextCnn(List.of(1), filters, 1, 2, 0, EmbeddingChannels.FINE_TUNED);
    return new TrainingSettings(
        sizes,
        new OptimisationSettings(2, 0.01, epochs, epochs),
        ValidationFigure.LOSS,
        0.5,
        1,
        "test",
        Optional.empty());
  }

  /** The trial of an expert. */
  static ExpertSpec expert(TrainingData data, TrainingSettings settings, double classWeight) {
    ModelKey teacher = ModelKey.of(0, "textcnn", TrainingRow.TEACHER);
    return new ExpertSpec(teacher, data, settings, 0, classWeight);
  }
}
