package io.github.polystill.data.segmentation;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The words of a text and where its lines end.
 *
 * @param words in order
 * @param lineEnds for each line end between two words the number of words before it, ascending,
 *     each once: {@code [2]} where the second word is the last of its line and more follow
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SegmentedText(List<String> words, List<Integer> lineEnds) {
  public SegmentedText {
    words = List.copyOf(words);
    lineEnds = List.copyOf(lineEnds);
    int previous = 0;
    for (int end : lineEnds) {
      if (end <= previous || end >= words.size()) {
        throw new IllegalArgumentException(
            "line ends " + lineEnds + " in a text of " + words.size() + " words");
      }
      previous = end;
    }
  }

  /** The words of a text of one line. */
  public static SegmentedText ofLine(List<String> words) {
    return new SegmentedText(words, List.of());
  }

  /** Normalises a text and cuts it into words. */
  public static SegmentedText of(String text, Segmenter segmenter) {
    return segmenter.segmentAll(List.of(text)).get(0);
  }

  /**
   * The same line by line; the sentences that a segmenter knows count as lines. A line end is white
   * space to every segmenter, so the words are those of the text as a whole.
   */
  static SegmentedText byLines(String text, Segmenter segmenter) {
    List<String> words = new ArrayList<>();
    List<Integer> lineEnds = new ArrayList<>();
    for (String line : segmenter.normalize(text).split("\n", -1)) {
      for (String sentence : segmenter.sentences(line)) {
        List<String> added = segmenter.segment(sentence);
        if (!words.isEmpty() && !added.isEmpty()) {
          lineEnds.add(words.size());
        }
        words.addAll(added);
      }
    }
    return new SegmentedText(words, lineEnds);
  }

  /** The words with a line feed between two lines, as served models take them. */
  public List<String> tokens() {
    List<String> tokens = new ArrayList<>(words.size() + lineEnds.size());
    int line = 0;
    for (int i = 0; i < words.size(); i++) {
      if (line < lineEnds.size() && lineEnds.get(line) == i) {
        tokens.add("\n");
        line++;
      }
      tokens.add(words.get(i));
    }
    return tokens;
  }

  /** The words separated by spaces, the lines by line feeds. */
  public String joined() {
    return String.join(" ", tokens()).replace(" \n ", "\n");
  }
}
