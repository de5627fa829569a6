package io.github.polystill.distillation.trial;

import java.util.Comparator;
import org.apiguardian.api.API;

/**
 * When a trial has its turn. Dear trials go first, so that towards the end only cheap ones are left
 * and all workers end at about the same time. A trial costs its architecture's work per token times
 * tokens times epochs, and the last two are those of all trials of a run, so the architecture
 * decides. Within one, a student that its teacher waits for no longer goes first, then the teachers
 * fold by fold; the standalone students, on which nothing depends, come last and fill the time in
 * which the last distilled student is trained.
 *
 * <p>So a run is through with an architecture before it comes to the next but for the last
 * students, and a worker builds each graph once and needs few at a time.
 *
 * @param architecture rank by cost, the dearest 0
 * @param stage kind of trial
 * @param fold rank among the folds that are run
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrialPriority(int architecture, Stage stage, int fold)
    implements Comparable<TrialPriority> {
  private static final Comparator<TrialPriority> ORDER =
      Comparator.comparingInt(TrialPriority::architecture)
          .thenComparing(TrialPriority::stage)
          .thenComparingInt(TrialPriority::fold);

  /** Kinds of trials, first come first. */
  public enum Stage {
    /** A few steps of each architecture, before all else. */
    CALIBRATION,
    DISTILLED,
    /** Experts whose search has begun, and whose checkpoints take space until it ends. */
    CONTINUED,
    TEACHER,
    STANDALONE
  }

  /** That of the teacher of a program's only fold and architecture. */
  public static TrialPriority ofTeacher() {
    return new TrialPriority(0, Stage.TEACHER, 0);
  }

  /** The same for another kind of trial. */
  public TrialPriority in(Stage other) {
    return new TrialPriority(architecture, other, fold);
  }

  @Override
  public int compareTo(TrialPriority other) {
    return ORDER.compare(this, other);
  }
}
