package io.github.polystill.data.segmentation;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import java.util.List;
import org.apiguardian.api.API;

/** The segmenters by name. */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class Segmenters {
  /** HanLP for Simplified Chinese. */
  public static final Segmenter HANLP = new HanLpSegmenter(HanLpSegmenter.Script.SIMPLIFIED);

  /** HanLP for Traditional Chinese. */
  public static final Segmenter HANLP_TRADITIONAL =
      new HanLpSegmenter(HanLpSegmenter.Script.TRADITIONAL);

  /** For English and other languages that write blanks between words. */
  public static final Segmenter ENGLISH = new EnglishSegmenter();

  /** Takes each character for a word. */
  public static final Segmenter CHARACTERS = new CharacterSegmenter();

  /** For text that is segmented already. */
  public static final Segmenter WHITESPACE = new WhitespaceSegmenter();

  /**
   * The name of CKIP's, which has a model and comes with module transformers: {@link
   * io.github.polystill.data.transformers.Transformers#ckip}.
   */
  public static final String CKIP = "ckip";

  private static final List<Segmenter> ALL =
      List.of(HANLP, HANLP_TRADITIONAL, ENGLISH, CHARACTERS, WHITESPACE);

  private Segmenters() {}

  /** The names of those that need nothing else, in the order of documentation. */
  public static List<String> names() {
    return ALL.stream().map(Segmenter::name).toList();
  }

  /**
   * The segmenter of a name: {@code hanlp}, {@code hanlp-traditional}, {@code english}, {@code
   * characters} or {@code whitespace}. Dictionaries are loaded with the first text, not here.
   *
   * @throws InvalidInputException where there is none of that name, or it needs a model
   */
  public static Segmenter byName(String name) {
    return ALL.stream()
        .filter(segmenter -> segmenter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static InvalidInputException unknown(String name) {
    if (name.equals(CKIP)) {
      return new InvalidInputException("the segmenter ckip needs a model; give its directory");
    }
    return InvalidInputException.of(
        "unknown segmenter \"%s\"%s; all are %s and %s (segmentation.segmenter)",
        name,
        NearestName.among(names(), name)
            .map(nearest -> "; the nearest is \"" + nearest + "\"")
            .orElse(""),
        String.join(", ", names()),
        CKIP);
  }
}
