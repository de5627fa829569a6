package io.github.polystill.data.segmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * HanLP's shortest path over its dictionary (Viterbi, bigrams), without part of speech and without
 * recognition of names. For Traditional Chinese the dictionary is asked for the Simplified form,
 * character by character, and the words are cut from the original.
 */
final class HanLpSegmenter implements Segmenter {
  /** The characters that the text is written in. */
  enum Script {
    SIMPLIFIED,
    TRADITIONAL
  }

  private final Script script;

  HanLpSegmenter(Script script) {
    this.script = script;
  }

  @Override
  public String name() {
    return switch (script) {
      case SIMPLIFIED -> "hanlp";
      case TRADITIONAL -> "hanlp-traditional";
    };
  }

  @Override
  public String version() {
    return "portable-1.8.6/1";
  }

  @Override
  public List<String> segment(String text) {
    List<String> words = new ArrayList<>(text.length() / 2 + 1);
    Segmenters.WHITESPACE.segment(text).forEach(run -> addWords(run, words));
    return words;
  }

  /** Cuts a run without white space. */
  private void addWords(String run, List<String> words) {
    String lookup = script == Script.TRADITIONAL ? HanLp.lookupForm(run) : run;
    int begin = 0;
    for (int length : HanLp.wordLengths(lookup)) {
      words.add(run.substring(begin, begin + length));
      begin += length;
    }
    if (begin != run.length()) {
      throw new IllegalStateException(
          "HanLP returned words of " + begin + " characters for a text of " + run.length());
    }
  }
}
