package io.github.polystill.data.segmentation;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import java.util.List;
import java.util.stream.Stream;

/** The segmenters by name. */
public final class Segmenters {
  private Segmenters() {}

  /** All names, in the order of documentation. */
  public static List<String> names() {
    return all().map(Segmenter::name).toList();
  }

  /**
   * The segmenter of a name: {@code hanlp} for Simplified Chinese, {@code hanlp-traditional},
   * {@code english}, {@code characters}, or {@code whitespace} for text that is segmented already.
   * Dictionaries are loaded with the first text, not here.
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
        new EnglishSegmenter(),
        new CharacterSegmenter(),
        new WhitespaceSegmenter());
  }

  private static InvalidInputException unknown(String name) {
    return new InvalidInputException(
        "unknown segmenter \""
            + name
            + "\""
            + NearestName.among(names(), name)
                .map(nearest -> "; the nearest is \"" + nearest + "\"")
                .orElse("")
            + "; all are "
            + String.join(", ", names())
            + " (segmentation.segmenter)");
  }
}
