package io.github.polystill.data.segmentation;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Cuts normalised text into words. Instances are safe for use by several threads and give the same
 * words for the same text every time. {@link Segmenters#byName} has those that need nothing else.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public interface Segmenter extends AutoCloseable {
  /** Of the settings: the SHA-256 of its model's files. */
  String MODEL_SHA256 = "modelSha256";

  /** The name that experiment files and exported models use, such as {@code hanlp-traditional}. */
  String name();

  /** Changes whenever the words of a text may, and with it the key of every cached segmentation. */
  String version();

  /**
   * What decides its words beside its name, as exported models record it; {@link #MODEL_SHA256} is
   * among it where it has a model, and nothing where it has none.
   */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /** A text in the form that is segmented. */
  default String normalize(String text) {
    return TextNormalizer.normalize(text);
  }

  /**
   * Words of a text in order. No word holds white space, and together they are the text without its
   * white space, for {@code english} in lower case. The text has passed {@link #normalize}.
   */
  List<String> segment(String text);

  /**
   * The sentences of a line, where the segmenter knows better than by the marks at their ends; else
   * the line as it is.
   */
  default List<String> sentences(String line) {
    return List.of(line);
  }

  /** The words of some texts that nothing was done to, and where their lines end. */
  default List<SegmentedText> segmentAll(List<String> texts) {
    return texts.stream().map(text -> SegmentedText.byLines(text, this)).toList();
  }

  /** Lets go of what it holds outside the heap, where it does. */
  @Override
  default void close() {}
}
