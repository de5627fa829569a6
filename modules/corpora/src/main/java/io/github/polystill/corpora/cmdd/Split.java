package io.github.polystill.corpora.cmdd;

import java.util.Locale;

/** The published parts of the corpus, in the order of the documents. */
enum Split {
  TRAIN,
  DEV,
  TEST;

  /** Name of the directory and prefix of its files. */
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }
}
