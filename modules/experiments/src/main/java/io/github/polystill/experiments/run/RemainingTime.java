package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Estimates how long a run still takes. A trial costs its epochs times the time of an epoch, plus
 * what comes after the last one. The time of an epoch is measured for each architecture: by a few
 * steps before its first trial, later in the trials themselves. How many epochs early stopping lets
 * a trial make is learnt from those that are finished, first for all architectures together, then
 * for each; the plan's expectation counts for a few trials. What an earlier start trained teaches
 * and costs nothing.
 *
 * <p>Safe for use by several threads.
 */
public final class RemainingTime {
  /** For how many trials the expectation counts beside the finished ones. */
  private static final double PRIOR_TRIALS = 3;

  /** Time after the last epoch in epochs as long as no trial has ended: one look at everything. */
  private static final double END = 0.5;

  /** Part of the epochs left that a trial makes which is beyond its expected end. */
  private static final double BEYOND_EXPECTED = 0.3;

  /** What shares a network, and so the time of an epoch. */
  private record Network(String architecture, boolean binary) {
    static Network of(Kind kind) {
      return new Network(kind.architecture(), kind.training() == TrainingRow.TEACHER);
    }
  }

  private record Unit(String architecture, int fold, OptionalLong seed) {
    static Unit of(TrialName label) {
      return new Unit(label.architecture(), label.model().fold(), label.model().seed());
    }
  }

  /** How long finished trials were, relative to what was expected. */
  private static final class Lengths {
    private double sum;
    private int count;

    double given(double before) {
      return (PRIOR_TRIALS * before + sum) / (PRIOR_TRIALS + count);
    }
  }

  /** Seconds that something took, on average. */
  private static final class Mean {
    private double sum;
    private int count;

    void add(double seconds) {
      sum += seconds;
      count++;
    }

    double or(double other) {
      return count == 0 ? other : sum / count;
    }
  }

  private static final class Times {
    private final Mean epoch = new Mean();
    private final Mean calibrated = new Mean();
    private final Mean start = new Mean();
    private final Mean end = new Mean();
    private final Set<String> builtBy = new HashSet<>();
  }

  /** A trial that is begun and not finished. */
  private static final class Begun {
    private int epochs;
    private boolean running;
    private boolean cold;
    private boolean first;
    private long last;
  }

  private final TrialPlan plan;
  private final int workers;
  private final LongSupplier nanoTime;
  private final Map<TrialName, TrialPlan.Part> parts = new HashMap<>();
  private final Map<TrialName, Integer> left = new HashMap<>();
  private final Map<TrialName, Begun> begun = new LinkedHashMap<>();
  private final Set<TrialName> done = new HashSet<>();

  /** By what has equal expectations. */
  private final Map<Kind, Lengths> lengths = new HashMap<>();

  private final Map<Boolean, Lengths> allLengths = new HashMap<>();
  private final Map<Network, Times> times = new HashMap<>();

  /**
   * Before the first trial.
   *
   * @param workers that train side by side
   * @param nanoTime a clock such as {@link System#nanoTime()}
   */
  RemainingTime(TrialPlan plan, int workers, LongSupplier nanoTime) {
    this.plan = plan;
    this.workers = workers;
    this.nanoTime = nanoTime;
    for (TrialPlan.Part part : plan.parts()) {
      parts.put(part.label(), part);
      left.put(part.label(), part.trials());
    }
  }

  /** What the run trains. */
  public TrialPlan plan() {
    return plan;
  }

  private Times times(TrialName trial) {
    return times(Network.of(trial.model().kind()));
  }

  private Times times(Network network) {
    return times.computeIfAbsent(network, it -> new Times());
  }

  /**
   * Takes what a few steps cost.
   *
   * @param trial one of the architecture's
   * @param worker which has the network built now
   * @param start seconds for building the network and the first step
   * @param epoch seconds for an epoch
   */
  synchronized void calibrated(TrialName trial, String worker, double start, double epoch) {
    Times its = times(trial);
    its.builtBy.add(worker);
    its.start.add(start);
    its.calibrated.add(epoch);
  }

  /** A worker begins a trial, or goes on with one. */
  synchronized void started(TrialName trial, String worker) {
    Begun it = begun.computeIfAbsent(trial, any -> new Begun());
    it.running = true;
    it.first = true;
    it.cold = times(trial).builtBy.add(worker);
    it.last = nanoTime.getAsLong();
  }

  /** A trial has made an epoch more. */
  synchronized void epochFinished(TrialName trial) {
    Begun it = begun.get(trial);
    if (it == null) {
      return;
    }
    Times its = times(trial);
    double seconds = lap(it);
    it.epochs++;
    if (it.cold && it.first) {
      its.start.add(Math.max(0, seconds - epoch(trial.model().kind()).orElse(seconds)));
    } else {
      its.epoch.add(seconds);
    }
    it.first = false;
  }

  /** A worker leaves a trial, which is at its end or is stopped. */
  synchronized void stopped(TrialName trial) {
    Begun it = begun.get(trial);
    if (it != null) {
      times(trial).end.add(lap(it));
      it.running = false;
    }
  }

  private double lap(Begun it) {
    long now = nanoTime.getAsLong();
    double seconds = (now - it.last) * 1e-9;
    it.last = now;
    return seconds;
  }

  /**
   * A trial is done that this process has trained, or can't be trained; once for each.
   *
   * @see #known
   */
  synchronized void finished(TrialName trial) {
    Begun it = begun.remove(trial);
    if (done.add(trial)) {
      left.computeIfPresent(trial.part(), (part, count) -> Math.max(0, count - 1));
      if (it != null) {
        learn(trial, it.epochs);
      }
    }
  }

  /**
   * A trial is done that an earlier start or another process has trained.
   *
   * @param seconds all that it took
   */
  synchronized void known(TrialName trial, int epochs, double seconds) {
    if (!done.contains(trial) && !begun.containsKey(trial)) {
      learn(trial, epochs);
      times(trial).calibrated.add(seconds / (epochs + END));
    }
    finished(trial);
  }

  private void learn(TrialName trial, int epochs) {
    TrialPlan.Part part = parts.get(trial.part());
    if (part != null && epochs > 0) {
      double relative = epochs / part.expectedEpochs();
      for (Lengths each :
          new Lengths[] {
            lengths.computeIfAbsent(trial.model().kind(), it -> new Lengths()),
            allLengths.computeIfAbsent(trial.training() == TrainingRow.TEACHER, it -> new Lengths())
          }) {
        each.sum += relative;
        each.count++;
      }
    }
  }

  /** Epochs of a trial of which nothing is known. */
  private double epochs(TrialPlan.Part part) {
    Kind kind = part.label().model().kind();
    boolean binary = kind.training() == TrainingRow.TEACHER;
    double all = allLengths.getOrDefault(binary, new Lengths()).given(1);
    double own = lengths.getOrDefault(kind, new Lengths()).given(all);
    return Math.max(1, Math.min(part.mostEpochs(), own * part.expectedEpochs()));
  }

  /** A network's own mean, or that of the architecture's experts for its students and reversed. */
  private Mean mean(Network network, Function<Times, Mean> what) {
    Mean own = what.apply(times(network));
    return own.count > 0
        ? own
        : what.apply(times(new Network(network.architecture(), !network.binary())));
  }

  /** Seconds of an epoch. */
  private OptionalDouble epoch(Kind kind) {
    double calibrated = mean(Network.of(kind), its -> its.calibrated).or(Double.NaN) * bias();
    double seconds = mean(Network.of(kind), its -> its.epoch).or(calibrated);
    return Double.isNaN(seconds) ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  /** How much slower epochs are than the few steps said. */
  private double bias() {
    double measured = 0;
    double calibrated = 0;
    for (Network network : Set.copyOf(times.keySet())) {
      Mean epoch = times(network).epoch;
      Mean said = mean(network, its -> its.calibrated);
      if (said.count > 0) {
        measured += epoch.sum;
        calibrated += epoch.count * said.or(0);
      }
    }
    return calibrated > 0 ? measured / calibrated : 1;
  }

  private double end(Kind kind, double epoch) {
    return mean(Network.of(kind), its -> its.end).or(END * epoch);
  }

  /** Seconds that a trial still takes. */
  private double seconds(TrialPlan.Part part, Begun it, double epoch) {
    double expected = epochs(part);
    double most = Math.max(part.mostEpochs(), it.epochs);
    double epochs =
        it.epochs < expected ? expected - it.epochs : BEYOND_EXPECTED * (most - it.epochs);
    double since = it.running ? (nanoTime.getAsLong() - it.last) * 1e-9 : 0;
    return Math.max(0, epochs * epoch - Math.min(since, epoch))
        + end(part.label().model().kind(), epoch);
  }

  /** Whether something is known of each architecture that has trials left. */
  synchronized boolean isKnown() {
    return left.entrySet().stream()
        .noneMatch(each -> each.getValue() > 0 && epoch(each.getKey().model().kind()).isEmpty());
  }

  /** Seconds that the run still takes; empty as long as an architecture has not been measured. */
  public synchronized OptionalDouble seconds() {
    return isKnown() ? OptionalDouble.of(seconds(Optional.empty())) : OptionalDouble.empty();
  }

  /**
   * What is left, on all workers; never less than the longest of what can't be done side by side: a
   * trial, or a fold's experts and then its distilled student.
   */
  private double seconds(Optional<String> architecture) {
    Map<TrialName, List<Begun>> begunOf = new HashMap<>();
    begun.forEach(
        (trial, it) -> begunOf.computeIfAbsent(trial.part(), any -> new ArrayList<>()).add(it));
    Map<Unit, Double> experts = new HashMap<>();
    Map<Unit, Double> distilled = new HashMap<>();
    Map<Network, Integer> trials = new HashMap<>();
    double work = 0;
    double longest = 0;
    for (TrialPlan.Part part : plan.parts()) {
      TrialName label = part.label();
      int count = left.get(label);
      if (count == 0 || architecture.filter(it -> !it.equals(label.architecture())).isPresent()) {
        continue;
      }
      Kind kind = label.model().kind();
      double epoch = epoch(kind).orElse(0);
      List<Begun> ofPart = begunOf.getOrDefault(label, List.of());
      int untouched = Math.max(0, count - ofPart.size());
      double one = untouched == 0 ? 0 : epochs(part) * epoch + end(kind, epoch);
      double sum = untouched * one;
      longest = Math.max(longest, one);
      for (Begun each : ofPart) {
        double seconds = seconds(part, each, epoch);
        sum += seconds;
        longest = Math.max(longest, seconds);
      }
      trials.merge(Network.of(kind), untouched, Integer::sum);
      work += sum;
      if (kind.training() == TrainingRow.DISTILLED) {
        distilled.put(Unit.of(label), sum);
      } else if (kind.training() == TrainingRow.TEACHER) {
        experts.merge(Unit.of(label), sum, Double::sum);
      }
    }
    for (Map.Entry<Network, Integer> each : trials.entrySet()) {
      int builds = Math.min(workers, each.getValue()) - times(each.getKey()).builtBy.size();
      work += Math.max(0, builds) * mean(each.getKey(), its -> its.start).or(0);
    }
    for (Map.Entry<Unit, Double> each : distilled.entrySet()) {
      double before = experts.getOrDefault(each.getKey(), 0.0) / workers;
      longest = Math.max(longest, before + each.getValue());
    }
    return Math.max(work / workers, longest);
  }

  /** All that is left, and how long each architecture takes of it; in lines of text. */
  public synchronized String table() {
    return plan.table(Optional.of(architecture -> seconds(Optional.of(architecture))));
  }

  /** Such as 42s, 3m20s or 2h05m. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
  }
}
