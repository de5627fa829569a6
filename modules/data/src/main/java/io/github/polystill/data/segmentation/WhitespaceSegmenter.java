package io.github.polystill.data.segmentation;

import java.util.ArrayList;
import java.util.List;

/** Takes what stands between white space for a word: for text that is segmented already. */
final class WhitespaceSegmenter implements Segmenter {
  @Override
  public String name() {
    return "whitespace";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public List<String> segment(String text) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
        if (begin < i) {
          words.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return words;
  }
}
