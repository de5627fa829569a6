package io.github.polystill.distillation.trial;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.training.TrainingSession;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of one worker, one for each shape of network whatever the fold and the seed; the
 * last two, an architecture's expert and student, are kept, so that the memory of a run grows
 * neither with its trials nor with its architectures.
 */
final class Sessions implements AutoCloseable {
  private static final int KEPT = 2;

  private record Key(NetworkSpec network, String formula, UpdateRule rule) {}

  private record Loaded(TrainingSession session, EmbeddingMatrix vectors) {}

  private final ComputeDevice device;
  private final Map<Key, Loaded> sessions = new LinkedHashMap<>(4, 0.75f, true); // by last use

  Sessions(ComputeDevice device) {
    this.device = device;
  }

  /**
   * The session for a trial's network, with its fold's word vectors; it stays this one's to close.
   */
  TrainingSession of(TrialSpec trial) {
    UpdateRule rule = trial.settings().updateRule();
    Key key = new Key(trial.network(), trial.loss().formula(), rule);
    EmbeddingMatrix vectors = trial.data().vectors();
    Loaded loaded = sessions.get(key);
    if (loaded == null) {
      makeRoom();
      loaded =
          new Loaded(
              new TrainingSession(key.network(), trial.loss(), rule, vectors, device), vectors);
    } else if (!loaded.vectors().equals(vectors)) { // the number of the fold is not enough: seeds
      loaded.session().load(vectors);
      loaded = new Loaded(loaded.session(), vectors);
    }
    sessions.put(key, loaded);
    return loaded.session();
  }

  private void makeRoom() {
    Iterator<Loaded> oldestFirst = sessions.values().iterator();
    while (sessions.size() >= KEPT) {
      oldestFirst.next().session().close();
      oldestFirst.remove();
    }
  }

  /** Number of sessions that are open. */
  int size() {
    return sessions.size();
  }

  @Override
  public void close() {
    sessions.values().forEach(loaded -> loaded.session().close());
    sessions.clear();
  }
}
