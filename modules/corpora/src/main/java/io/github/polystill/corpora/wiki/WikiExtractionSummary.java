package io.github.polystill.corpora.wiki;

import java.util.List;

/**
 * What an extraction found and wrote.
 *
 * @param pages all pages of the dump
 * @param articles pages of namespace 0 that are no redirects
 * @param redirects redirects of namespace 0
 * @param paragraphs lines written
 * @param characters code points written, without line ends
 * @param skipped titles of articles whose markup could not be read
 */
public record WikiExtractionSummary(
    long pages,
    long articles,
    long redirects,
    long paragraphs,
    long characters,
    List<String> skipped) {
  public WikiExtractionSummary {
    skipped = List.copyOf(skipped);
  }
}
