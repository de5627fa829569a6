package io.github.polystill.models.layers;

import java.util.Locale;
import org.apiguardian.api.API;

/** Which copies of the embedding table a network reads. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum EmbeddingChannels {
  /** The word vectors as given. */
  FROZEN,
  /** A copy that training changes. */
  FINE_TUNED,
  /**
   * Both side by side, as one vector of twice the size. For filters that is one of each for either
   * channel, whose results are added (Kim 2014).
   */
  TWO;

  /** What the key {@code channels} of an architecture means. */
  public static final String MEANING = "Embedding tables: as given, fine-tuned, or both.";

  /** The name in experiment files: {@code frozen}, {@code fine-tuned}, {@code two}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean frozen() {
    return this != FINE_TUNED;
  }

  public boolean fineTuned() {
    return this != FROZEN;
  }

  /** Number of tables read. */
  public int count() {
    return this == TWO ? 2 : 1;
  }
}
