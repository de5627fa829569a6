package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Key;
import java.util.Optional;

/** The pre-trained encoder whose vectors a teacher's experts read. One of both is there. */
public record EncoderSettings(
    @Key("An encoder that is downloaded with the module that runs it.")
        @Key.OneOf({EncoderSettings.BGE_SMALL_ZH})
        @Key.Otherwise("`path` gives one")
        Optional<String> model,
    @Key(
            "A directory of another encoder: `model.onnx` and `tokenizer.json`; looked up as"
                + " `corpus.path` is.")
        @Key.Text("the path of a directory")
        @Key.Otherwise("`model` names one")
        Optional<String> path) {
  static final String BGE_SMALL_ZH = "bge-small-zh-v1.5";
}
