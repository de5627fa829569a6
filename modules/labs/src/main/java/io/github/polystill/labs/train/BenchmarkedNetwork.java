package io.github.polystill.labs.train;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextRnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network that is measured: ours, its arithmetic, and what the Keras side has to know to build
 * the same one. Vectors have 300 numbers; recurrent layers 128 units in each direction, attention
 * as many as the states that it looks at.
 *
 * @param channels embedding tables read
 * @param sizes options of {@code keras_train.py} by name, with their values
 */
public record BenchmarkedNetwork(
    Architecture architecture,
    EmbeddingChannels channels,
    Arithmetic arithmetic,
    Map<String, Object> sizes) {
  /** Numbers of a word vector. */
  public static final int DIMENSIONS = 300;

  private static final int HIDDEN = 128;
  private static final double DROPOUT = 0.5;
  private static final int SENTENCES = 15;
  private static final int WORDS_PER_SENTENCE = 20;

  /** Copies the map. */
  public BenchmarkedNetwork {
    sizes = Map.copyOf(sizes);
  }

  /** In the order of the table. */
  public static List<BenchmarkedNetwork> all() {
    return List.of(
        textRnn(),
        gruAtt(),
        han(),
        textCnn(EmbeddingChannels.FROZEN),
        textCnn(EmbeddingChannels.TWO));
  }

  /** The architecture's name. */
  public String name() {
    return architecture.name();
  }

  /** What {@code keras_train.py} has to be told. */
  public List<String> kerasOptions() {
    return sizes.entrySet().stream()
        .flatMap(size -> Stream.of("--" + size.getKey(), size.getValue().toString()))
        .toList();
  }

  private static RecurrentArithmetic.Inputs words(double rows, double steps, double distinct) {
    return new RecurrentArithmetic.Inputs(rows, steps, distinct, DIMENSIONS, 0);
  }

  private static BenchmarkedNetwork textRnn() {
    return new BenchmarkedNetwork(
        new TextRnn(HIDDEN, DROPOUT, EmbeddingChannels.FROZEN),
        EmbeddingChannels.FROZEN,
        batch ->
            RecurrentArithmetic.lstm(words(batch.texts(), batch.width(), batch.distinct()), HIDDEN)
                + RecurrentArithmetic.output(batch.texts(), HIDDEN, 1),
        Map.of("hidden", HIDDEN, "dropout", DROPOUT));
  }

  private static BenchmarkedNetwork gruAtt() {
    return new BenchmarkedNetwork(
        new GruAtt(HIDDEN, false, HIDDEN, DROPOUT, EmbeddingChannels.FROZEN),
        EmbeddingChannels.FROZEN,
        batch -> {
          double states = (double) batch.texts() * batch.width();
          return RecurrentArithmetic.gru(
                  words(batch.texts(), batch.width(), batch.distinct()), HIDDEN)
              + RecurrentArithmetic.attention(states, HIDDEN, HIDDEN)
              + RecurrentArithmetic.pooling(states, HIDDEN)
              + RecurrentArithmetic.output(batch.texts(), 3 * HIDDEN, 1);
        },
        Map.of("hidden", HIDDEN, "attention", HIDDEN, "dropout", DROPOUT));
  }

  private static BenchmarkedNetwork han() {
    int size = 2 * HIDDEN;
    EmbeddingChannels frozen = EmbeddingChannels.FROZEN;
    return new BenchmarkedNetwork(
        new Han(HIDDEN, size, HIDDEN, size, DROPOUT, frozen, SENTENCES, WORDS_PER_SENTENCE),
        EmbeddingChannels.FROZEN,
        batch -> {
          double sentences = batch.sentences(WORDS_PER_SENTENCE);
          double steps = Math.min(batch.width(), WORDS_PER_SENTENCE);
          double most = batch.mostSentences(WORDS_PER_SENTENCE);
          RecurrentArithmetic.Inputs vectors =
              new RecurrentArithmetic.Inputs(batch.texts(), most, sentences + 1, size, size);
          return 2 * RecurrentArithmetic.gru(words(sentences, steps, batch.distinct()), HIDDEN)
              + RecurrentArithmetic.attention(sentences * steps, size, size)
              + 2 * RecurrentArithmetic.gru(vectors, HIDDEN)
              + RecurrentArithmetic.attention(batch.texts() * most, size, size)
              + RecurrentArithmetic.output(batch.texts(), size, 1);
        },
        Map.of(
            "hidden", HIDDEN,
            "word-attention", size,
            "sentence-attention", size,
            "sentences", SENTENCES,
            "words-per-sentence", WORDS_PER_SENTENCE,
            "dropout", DROPOUT));
  }

  private static BenchmarkedNetwork textCnn(EmbeddingChannels channels) {
    TextCnn d = TextCnn.standard();
    TextCnn settings =
        new TextCnn(d.widths(), d.filters(), d.chunks(), d.bottleneck(), d.dropout(), channels);
    return new BenchmarkedNetwork(
        settings,
        channels,
        new TextCnnArithmetic(settings, DIMENSIONS, 1),
        Map.of(
            "widths", String.join(",", settings.widths().stream().map(String::valueOf).toList()),
            "filters", settings.filters(),
            "chunks", settings.chunks(),
            "bottleneck", settings.bottleneck(),
            "dropout", settings.dropout()));
  }
}
