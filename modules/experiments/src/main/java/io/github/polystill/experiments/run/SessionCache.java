package io.github.polystill.experiments.run;

import io.github.polystill.distillation.FoldData;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.training.TrainingSession;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of one worker: one for each shape of network on a fold, the least recently used
 * closed when there are more than a teacher and a student need. So the memory of a run does not
 * grow with its trials.
 */
final class SessionCache implements AutoCloseable {
  private static final int SESSIONS_AT_MOST = 2;

  private record Key(int fold, NetworkSpec spec, UpdateRule rule) {}

  private final Map<Key, TrainingSession> sessions =
      new LinkedHashMap<>(SESSIONS_AT_MOST, 0.75f, true);

  /** The session for a shape; it stays this cache's to close. */
  TrainingSession get(NetworkSpec spec, UpdateRule rule, FoldData data) {
    Key key = new Key(data.fold().index(), spec, rule);
    TrainingSession session = sessions.get(key);
    if (session == null) {
      if (sessions.size() == SESSIONS_AT_MOST) {
        closeOldest();
      }
      session = new TrainingSession(spec, rule, data.vectors());
      sessions.put(key, session);
    }
    return session;
  }

  private void closeOldest() {
    Key oldest = sessions.keySet().iterator().next();
    sessions.remove(oldest).close();
  }

  @Override
  public void close() {
    sessions.values().forEach(TrainingSession::close);
    sessions.clear();
  }
}
