package io.github.polystill.cli.model;

import io.github.polystill.data.text.ControlCharacters;
import io.github.polystill.models.savedmodel.TextAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Words with their weights on a terminal: the darker a word's background, the more weight it has.
 * What is no terminal gets the text and the words of most weight below it.
 */
enum AttentionColours {
  /** 24 bits. */
  TRUE_COLOUR,
  /** The 256 colours that almost every terminal has. */
  PALETTE,
  /** None. */
  PLAIN;

  /** Set by the launcher where stdout is a terminal; Java itself cannot tell. */
  private static final String VARIABLE = "POLYSTILL_STDOUT_TERMINAL";

  /** From white to a strong orange, on which black stays readable. */
  private static final int[] LEAST = {255, 250, 240};

  private static final int[] MOST = {255, 140, 0};

  /** The same in six steps of the palette's colour cube. */
  private static final int[] STEPS = {230, 229, 223, 222, 215, 208};

  private static final double SHOWN = 0.03;
  private static final int NAMED = 5;
  private static final String RESET = "\u001B[0m";

  /** What standard output can show. */
  static AttentionColours ofStdout() {
    return of(System.getenv());
  }

  static AttentionColours of(Map<String, String> environment) {
    if (!environment.containsKey(VARIABLE)
        || "dumb".equals(environment.get("TERM"))
        || !environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return PLAIN;
    }
    String depth = environment.getOrDefault("COLORTERM", "");
    return depth.equals("truecolor") || depth.equals("24bit") ? TRUE_COLOUR : PALETTE;
  }

  /** The text of an answer with the weights of its words, each view on lines of its own. */
  String show(TextAnswer answer) {
    StringBuilder text = new StringBuilder();
    for (TextAnswer.View view : answer.attention()) {
      if (!view.label().isEmpty()) {
        text.append(withoutControls(view.label())).append(": ");
      }
      append(text, answer.text().tokens(), view.weights());
      text.append(System.lineSeparator());
      if (this == PLAIN) {
        text.append("most weight: ").append(strongest(answer.text().tokens(), view));
        text.append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private void append(StringBuilder text, List<String> tokens, float[] weights) {
    double most = 0;
    for (float weight : weights) {
      most = Math.max(most, weight);
    }
    String space = spaceBetween(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      String word = withoutControls(tokens.get(i));
      double share = most == 0 ? 0 : weights[i] / most;
      text.append(share < SHOWN || this == PLAIN ? word : background(share) + word + RESET);
      text.append(i + 1 < tokens.size() ? space : "");
    }
  }

  /** Words are parted by spaces, but not where they are Chinese. */
  static String spaceBetween(List<String> tokens) {
    return tokens.stream().allMatch(token -> token.chars().allMatch(c -> c < 0x80)) ? " " : "";
  }

  /** A text must not steer the terminal, nor turn the direction of what follows. */
  private static String withoutControls(String word) {
    return word.equals("\n") ? word : ControlCharacters.replace(word, "\uFFFD");
  }

  private String background(double share) {
    if (this == PALETTE) {
      int step = STEPS[(int) Math.min(STEPS.length - 1, share * STEPS.length)];
      return String.format(Locale.ROOT, "\u001B[48;5;%dm\u001B[38;5;16m", step);
    }
    int[] colour = new int[3];
    for (int i = 0; i < 3; i++) {
      colour[i] = (int) Math.round(LEAST[i] + share * (MOST[i] - LEAST[i]));
    }
    return String.format(
        Locale.ROOT, "\u001B[48;2;%d;%d;%dm\u001B[38;2;0;0;0m", colour[0], colour[1], colour[2]);
  }

  private static String strongest(List<String> tokens, TextAnswer.View view) {
    List<String> words = new ArrayList<>();
    for (int i : view.strongest(NAMED)) {
      words.add(
          String.format(Locale.ROOT, "%s %.3f", withoutControls(tokens.get(i)), view.weights()[i]));
    }
    return String.join(", ", words);
  }
}
