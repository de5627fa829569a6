package io.github.polystill.experiments.configuration;

import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.models.Key;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How text is cut into words.
 *
 * @param model there for {@code ckip}, and for no other
 */
public record SegmentationSettings(
    @Key(
            "Which segmenter; `whitespace` takes text that is segmented already, `english` is for"
                + " languages with spaces between words, `ckip` is a network of the directory `model`.")
        @Key.OneOf({"hanlp", "hanlp-traditional", "english", "characters", "whitespace", "ckip"})
        @Key.Otherwise("hanlp-traditional")
        String segmenter,
    @Key(
            "Directory with `model.onnx`, `vocab.txt` and `config.json` of a CKIP word segmenter; looked"
                + " up as `corpus.path` is. Only with `ckip`, which needs it.")
        @Key.Text("the path of a directory")
        Optional<String> model,
    @Key(
            "Cut a text after each of `，,。：:；;！!？?` before `ckip` reads it, and not only every 510"
                + " characters.")
        @Key.Otherwise("`false`")
        Optional<Boolean> delimiters,
    @Key("Whether polystill's normalisation (NFKC) comes before `ckip`, as before all others.")
        @Key.Otherwise("`true`")
        Optional<Boolean> normalize) {

  /** Which it is, in words. */
  public String described() {
    return segmenter
        + model.map(it -> " by " + it).orElse("")
        + (delimiters.orElse(false) ? ", cut at punctuation marks before" : "")
        + (normalize.orElse(true) ? "" : ", without normalisation");
  }

  /** The segmenter, to be closed. */
  public Segmenter open() {
    return model.isEmpty()
        ? Segmenters.byName(segmenter)
        : Transformers.require("segmentation.segmenter: ckip")
            .ckip(Path.of(model.get()), delimiters.orElse(false), normalize.orElse(true));
  }
}
