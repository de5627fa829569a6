package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.Arrays;
import java.util.List;

/** Every architecture in a size that tests can afford, and texts in the layout that it reads. */
public enum SmallArchitecture {
  TEXTCNN {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new TextCnn(List.of(2, 4, 8), 6, 8, 12, dropout, channels);
    }
  },
  TEXTRNN {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new TextRnn(8, dropout, channels);
    }
  },
  BIDIRECTIONAL_TEXTRNN {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new TextRnn(6, true, TextRnn.Pooling.LAST, dropout, channels);
    }
  },
  GRU_ATT {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new GruAtt(8, false, 8, dropout, channels);
    }
  },
  BIDIRECTIONAL_GRU_ATT {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new GruAtt(6, true, 12, dropout, channels);
    }
  },
  HAN {
    @Override
    public Architecture with(double dropout, EmbeddingChannels channels) {
      return new Han(6, 5, 4, 7, dropout, channels, SENTENCES, WORDS_PER_SENTENCE);
    }

    @Override
    public int[][] texts(RandomInputs random, int count, int words, int longest) {
      int[][] texts = random.texts(count, words, longest);
      Arrays.setAll(texts, i -> random.inSentences(texts[i], WORDS_PER_SENTENCE));
      return texts;
    }
  };

  /** Size of HAN; its graph has room for any number of sentences. */
  public static final int SENTENCES = 5;

  public static final int WORDS_PER_SENTENCE = 6;

  public abstract Architecture with(double dropout, EmbeddingChannels channels);

  /** A network with dropout and both embedding channels. */
  public NetworkSpec spec(int words, int dimensions, int outputs) {
    return new NetworkSpec(
        with(0.5, EmbeddingChannels.TWO), new EmbeddingTableShape(words, dimensions), outputs);
  }

  /** Texts of at most {@code longest} tokens; for HAN with sentences that are short or empty. */
  public int[][] texts(RandomInputs random, int count, int words, int longest) {
    return random.texts(count, words, longest);
  }
}
