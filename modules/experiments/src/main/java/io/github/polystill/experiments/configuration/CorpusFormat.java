package io.github.polystill.experiments.configuration;

import java.util.Locale;

/** How the file of a corpus is written. */
public enum CorpusFormat {
  JSONL,
  CSV,
  TSV;

  /** The name in experiment files, in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
