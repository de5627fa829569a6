package io.github.polystill.data.segmentation;

import java.util.List;

/** Cuts normalised text into words. Instances are safe for use by several threads. */
public interface Segmenter {
  /** The name that experiment files and exported models use, such as {@code hanlp-traditional}. */
  String name();

  /** Words of a text in order, none blank. The text has passed {@link TextNormalizer}. */
  List<String> segment(String text);
}
