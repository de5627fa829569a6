package io.github.polystill.data.segmentation;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Cuts normalised text into words. Instances are safe for use by several threads and give the same
 * words for the same text every time. {@link Segmenters#byName} has them all.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public sealed interface Segmenter
    permits HanLpSegmenter, EnglishSegmenter, CharacterSegmenter, WhitespaceSegmenter {
  /** The name that experiment files and exported models use, such as {@code hanlp-traditional}. */
  String name();

  /** Changes whenever the words of a text may, and with it the key of every cached segmentation. */
  String version();

  /**
   * Words of a text in order. No word holds white space, and together they are the text without its
   * white space, for {@code english} in lower case. The text has passed {@link TextNormalizer}.
   */
  List<String> segment(String text);

  /**
   * The sentences of a line, where the segmenter knows better than by the marks at their ends; else
   * the line as it is.
   */
  default List<String> sentences(String line) {
    return List.of(line);
  }
}
