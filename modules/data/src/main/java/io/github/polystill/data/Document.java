package io.github.polystill.data;

import java.util.List;
import java.util.Optional;

/**
 * One text with its labels.
 *
 * @param id unique within the corpus
 * @param text raw text as read, never blank
 * @param labels distinct label names in the order of the source; empty is legal
 * @param group documents of one group never end up in different folds
 */
public record Document(String id, String text, List<String> labels, Optional<String> group) {
  public Document {
    labels = List.copyOf(labels);
  }

  public Document(String id, String text, List<String> labels) {
    this(id, text, labels, Optional.empty());
  }
}
