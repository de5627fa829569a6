package io.github.polystill.experiments.run;

import io.github.polystill.experiments.log.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sentences that must stand beside the results, such as which of them is missing: each once,
 * however many folds it is true of.
 */
final class Remarks {
  private final RunLog log;
  private final Consumer<String> said;
  private final List<String> sentences = new ArrayList<>();

  /**
   * None yet.
   *
   * @param said told of each
   */
  Remarks(RunLog log, Consumer<String> said) {
    this.log = log;
    this.said = said;
  }

  /** Adds a sentence. */
  void add(String sentence) {
    addNew(sentence);
  }

  /** The same for a sentence that is a warning too, so that it is in the log. */
  void warn(String sentence) {
    if (addNew(sentence)) {
      log.warn("results", sentence, Map.of());
    }
  }

  /**
   * The same for a sentence about these figures. A report repeats the log's warnings of all starts,
   * and this one may not be true of the next, so it is none of them.
   */
  void doubt(String sentence) {
    if (addNew(sentence)) {
      log.info("doubt", Map.of("message", sentence));
    }
  }

  private boolean addNew(String sentence) {
    synchronized (this) {
      if (sentences.contains(sentence)) {
        return false;
      }
      sentences.add(sentence);
    }
    said.accept(sentence);
    return true;
  }

  /** All of them, in an order that does not depend on that of the work. */
  synchronized List<String> sentences() {
    return sentences.stream().sorted().toList();
  }
}
