package io.github.polystill.data.segmentation;

import io.github.polystill.data.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The segmenters by name. */
public final class Segmenters {
  private Segmenters() {}

  /** All names, in the order of documentation. */
  public static List<String> names() {
    return all().map(Segmenter::name).toList();
  }

  /**
   * The segmenter of a name: {@code hanlp} for Simplified Chinese, {@code hanlp-traditional},
   * {@code characters}, or {@code whitespace} for text that is segmented already. Dictionaries are
   * loaded with the first text, not here.
   *
   * @throws InvalidInputException where there is none of that name
   */
  public static Segmenter byName(String name) {
    return all()
        .filter(segmenter -> segmenter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static Stream<Segmenter> all() {
    return Stream.of(
        new HanLpSegmenter(HanLpSegmenter.Script.SIMPLIFIED),
        new HanLpSegmenter(HanLpSegmenter.Script.TRADITIONAL),
        new CharacterSegmenter(),
        new WhitespaceSegmenter());
  }

  private static InvalidInputException unknown(String name) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String nearest =
        names().stream()
            .min(Comparator.comparingInt(known -> distance.apply(name, known)))
            .orElseThrow();
    return new InvalidInputException(
        "unknown segmenter \""
            + name
            + "\"; the nearest is \""
            + nearest
            + "\", all are "
            + String.join(", ", names())
            + " (segmentation.segmenter)");
  }
}
