package io.github.polystill.labs.train;

import java.util.Locale;
import java.util.SplittableRandom;

/** How long the texts of a benchmark are. */
public enum Lengths {
  /** Every length from 60 to 300 tokens as often as any other. */
  MIXED(60),
  /** All 300 tokens. */
  FULL(Lengths.LONGEST);

  /** Tokens of the longest text, which Keras pads all others to. */
  public static final int LONGEST = 300;

  private final int shortest;

  Lengths(int shortest) {
    this.shortest = shortest;
  }

  int draw(SplittableRandom random) {
    return random.nextInt(shortest, LONGEST + 1);
  }

  /** The name on the command line and in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
