package io.github.polystill.report.table;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of every model, by architecture and training in the order given, and fold by fold.
 *
 * @param <T> what is known of a model of one fold
 */
public final class ModelGroups<T> {
  private final Map<Kind, NavigableMap<ModelKey, T>> groups = new LinkedHashMap<>();

  /** Adds a model's; gives back what it replaces, null for nothing. */
  public T put(ModelKey key, T value) {
    return groups
        .computeIfAbsent(key.kind(), kind -> new TreeMap<>(ModelKey.BY_FOLD))
        .put(key, value);
  }

  /** Architectures with their trainings. */
  public Set<Kind> kinds() {
    return Collections.unmodifiableSet(groups.keySet());
  }

  /** Architectures alone. */
  public List<String> architectures() {
    return groups.keySet().stream().map(Kind::architecture).distinct().toList();
  }

  /** The trainings of an architecture, in the order of {@link TrainingRow}. */
  public List<TrainingRow> trainings(String architecture) {
    return groups.keySet().stream()
        .filter(kind -> kind.architecture().equals(architecture))
        .map(Kind::training)
        .sorted()
        .toList();
  }

  /** The folds of a kind of model, none where there is no such model. */
  public Map<ModelKey, T> folds(Kind kind) {
    return groups.getOrDefault(kind, Collections.emptyNavigableMap());
  }

  /** The folds that two kinds of models both have. */
  public List<ModelKey> shared(Kind first, Kind second) {
    return folds(first).keySet().stream().filter(folds(second)::containsKey).toList();
  }
}
