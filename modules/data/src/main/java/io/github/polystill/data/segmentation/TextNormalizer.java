package io.github.polystill.data.segmentation;

/** Placeholder until the data helper's branch lands. */
final class TextNormalizer {
  private TextNormalizer() {}
}
