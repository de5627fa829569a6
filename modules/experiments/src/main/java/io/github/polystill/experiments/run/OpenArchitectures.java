package io.github.polystill.experiments.run;

import io.github.polystill.models.NetworkSpec;
import java.util.HashMap;
import java.util.Map;

/** Counts on how many folds an architecture still has trials to come. */
final class OpenArchitectures {
  private final Map<String, Integer> folds = new HashMap<>();

  synchronized void add(String architecture, int count) {
    folds.merge(architecture, count, Integer::sum);
  }

  /** One fold of an architecture has no trial left. */
  synchronized void finished(String architecture) {
    folds.merge(architecture, -1, Integer::sum);
  }

  /** Whether trials may come that need a network of this shape. */
  synchronized boolean mayNeed(NetworkSpec spec) {
    return folds.getOrDefault(spec.architecture().name(), 0) > 0;
  }
}
