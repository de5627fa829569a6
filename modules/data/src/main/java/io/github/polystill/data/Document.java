package io.github.polystill.data;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One text with its labels.
 *
 * @param id unique within the corpus
 * @param text raw text as read, never blank
 * @param labels distinct label names in the order of the source; empty is legal
 * @param group documents of one group never end up in different folds
 * @param part where the corpus brings its own split or folds, what the document belongs to: one of
 *     the three parts of {@link io.github.polystill.data.folds.OwnFolds#split}, or the number of
 *     its fold
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Document(
    String id, String text, List<String> labels, Optional<String> group, Optional<String> part) {
  public Document {
    labels = List.copyOf(labels);
  }

  public Document(String id, String text, List<String> labels, Optional<String> group) {
    this(id, text, labels, group, Optional.empty());
  }

  public Document(String id, String text, List<String> labels) {
    this(id, text, labels, Optional.empty());
  }
}
