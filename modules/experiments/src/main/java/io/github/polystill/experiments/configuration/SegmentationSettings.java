package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Key;

/** How text is cut into words. */
public record SegmentationSettings(
    @Key(
            "Which segmenter; `whitespace` takes text that is segmented already, `english` is for"
                + " languages with spaces between words.")
        @Key.OneOf({"hanlp", "hanlp-traditional", "english", "characters", "whitespace"})
        @Key.Otherwise("hanlp-traditional")
        String segmenter) {}
