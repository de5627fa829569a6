package io.github.polystill.experiments.run;

import io.github.polystill.distillation.FoldData;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.training.TrainingSession;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The sessions of one worker: one for each shape of network, whatever the fold and the seed. Those
 * that no trial to come can need are closed, so the memory of a run grows neither with its trials
 * nor with its architectures.
 */
final class SessionCache implements AutoCloseable {
  private record Key(NetworkSpec spec, UpdateRule rule) {}

  private static final class Loaded {
    private final TrainingSession session;
    private EmbeddingMatrix vectors;

    Loaded(TrainingSession session, EmbeddingMatrix vectors) {
      this.session = session;
      this.vectors = vectors;
    }
  }

  private final Predicate<NetworkSpec> needed;
  private final ComputeDevice device;
  private final Map<Key, Loaded> sessions = new HashMap<>();

  /**
   * An empty cache.
   *
   * @param needed whether a shape may still be of use
   * @param device where the sessions run
   */
  SessionCache(Predicate<NetworkSpec> needed, ComputeDevice device) {
    this.needed = needed;
    this.device = device;
  }

  /** The session for a shape, with a fold's word vectors; it stays this cache's to close. */
  TrainingSession get(NetworkSpec spec, UpdateRule rule, FoldData data) {
    closeUnneeded();
    EmbeddingMatrix vectors = data.vectors();
    Loaded loaded = sessions.get(new Key(spec, rule));
    if (loaded == null) {
      loaded = new Loaded(new TrainingSession(spec, rule, vectors, device), vectors);
      sessions.put(new Key(spec, rule), loaded);
    } else if (!loaded.vectors.equals(vectors)) { // the number of the fold is not enough: seeds
      loaded.session.load(vectors);
      loaded.vectors = vectors;
    }
    return loaded.session;
  }

  /** Number of sessions that are open. */
  int size() {
    return sessions.size();
  }

  private void closeUnneeded() {
    Iterator<Map.Entry<Key, Loaded>> entries = sessions.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Loaded> entry = entries.next();
      if (!needed.test(entry.getKey().spec())) {
        entry.getValue().session.close();
        entries.remove();
      }
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(loaded -> loaded.session.close());
    sessions.clear();
  }
}
