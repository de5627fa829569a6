package io.github.polystill.data.segmentation;

import java.util.ArrayList;
import java.util.List;

/** Takes every code point for a word, and a run of ASCII letters and digits for one word. */
final class CharacterSegmenter implements Segmenter {
  @Override
  public String name() {
    return "characters";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public List<String> segment(String text) {
    List<String> words = new ArrayList<>(text.length());
    int end;
    for (int begin = 0; begin < text.length(); begin = end) {
      int codePoint = text.codePointAt(begin);
      end = begin + Character.charCount(codePoint);
      if (isAsciiAlphanumeric(codePoint)) {
        while (end < text.length() && isAsciiAlphanumeric(text.charAt(end))) {
          end++;
        }
      }
      if (!Character.isWhitespace(codePoint)) {
        words.add(text.substring(begin, end));
      }
    }
    return words;
  }

  private static boolean isAsciiAlphanumeric(int codePoint) {
    return (codePoint >= '0' && codePoint <= '9')
        || (codePoint >= 'A' && codePoint <= 'Z')
        || (codePoint >= 'a' && codePoint <= 'z');
  }
}
