package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
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
      return new Network(kind.network(), kind.training() == TrainingRow.TEACHER);
    }
  }

  /** Seconds that something took. */
  private static final class Times {
    private final DoubleSummaryStatistics epoch = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics calibrated = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics start = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics end = new DoubleSummaryStatistics();
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
  private IntSupplier workers;
  private final LongSupplier nanoTime;
  private final Map<TrialName, TrialPlan.Trial> left = new LinkedHashMap<>();
  private final Map<TrialName, Double> documents = new HashMap<>();
  private final Map<TrialName, Begun> begun = new HashMap<>();

  /**
   * How long finished trials were relative to what was expected, by what has equal expectations.
   */
  private final Map<Kind, DoubleSummaryStatistics> lengths = new HashMap<>();

  /** The same of all experts, and of all students. */
  private final Map<Boolean, DoubleSummaryStatistics> allLengths = new HashMap<>();

  private final Map<Network, Times> times = new HashMap<>();

  /** For workers side by side, by a clock such as {@link System#nanoTime()}. */
  RemainingTime(TrialPlan plan, int workers, LongSupplier nanoTime) {
    this.plan = plan;
    this.workers = () -> workers;
    this.nanoTime = nanoTime;
    plan.trials().stream()
        .filter(trial -> !isLinear(trial.name()))
        .forEach(trial -> left.put(trial.name(), trial));
    plan.trials().forEach(trial -> documents.put(trial.name(), trial.documents()));
  }

  /** Linear experts take a moment, and nothing is to be learnt from them about networks. */
  private static boolean isLinear(TrialName trial) {
    return ExpertKind.of(trial) != ExpertKind.NETWORK;
  }

  /** The number of workers may change from here on. */
  synchronized void on(IntSupplier howMany) {
    workers = howMany;
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
    its.start.accept(start);
    its.calibrated.accept(epoch / documents(trial));
  }

  /** A worker begins a trial, or goes on with one. */
  synchronized void started(TrialName trial, String worker) {
    if (isLinear(trial)) {
      return;
    }
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
      double epoch = documents(trial) * epoch(trial.model().kind());
      its.start.accept(Double.isNaN(epoch) ? 0 : Math.max(0, seconds - epoch));
    } else {
      its.epoch.accept(seconds / documents(trial));
    }
    it.first = false;
  }

  /** A trial was trained elsewhere, where nobody saw its epochs end. */
  synchronized void trained(TrialName trial, int epochs, double seconds) {
    Begun it = begun.get(trial);
    if (it != null) {
      double epoch = seconds / (epochs + END);
      it.epochs = epochs;
      it.running = false;
      times(trial).epoch.accept(epoch / documents(trial));
      times(trial).end.accept(END * epoch);
    }
  }

  /** A worker leaves a trial, which is at its end or is stopped. */
  synchronized void stopped(TrialName trial) {
    Begun it = begun.get(trial);
    if (it != null && it.running) {
      times(trial).end.accept(lap(it));
      it.running = false;
    }
  }

  private double lap(Begun it) {
    long now = nanoTime.getAsLong();
    double seconds = (now - it.last) * 1e-9;
    it.last = now;
    return seconds;
  }

  /** A trial is done that this process has trained, or can't be trained; once for each. */
  synchronized void finished(TrialName name) {
    Begun it = begun.remove(name);
    TrialPlan.Trial trial = left.remove(name);
    if (it != null && trial != null) {
      learn(trial, it.epochs);
    }
  }

  /**
   * A trial is done that an earlier start or another process has trained.
   *
   * @param seconds all that it took
   */
  synchronized void known(TrialName name, int epochs, double seconds) {
    if (left.containsKey(name) && !begun.containsKey(name)) {
      learn(left.get(name), epochs);
      times(name).calibrated.accept(seconds / (epochs + END) / documents(name));
    }
    finished(name);
  }

  private void learn(TrialPlan.Trial trial, int epochs) {
    if (epochs > 0) {
      Kind kind = trial.name().model().kind();
      double length = epochs / trial.expectedEpochs();
      lengths.computeIfAbsent(kind, it -> new DoubleSummaryStatistics()).accept(length);
      allLengths
          .computeIfAbsent(Network.of(kind).binary(), it -> new DoubleSummaryStatistics())
          .accept(length);
    }
  }

  /** Epochs of a trial of which nothing is known. */
  private double epochs(TrialPlan.Trial trial) {
    Kind kind = trial.name().model().kind();
    double all = given(1, allLengths.get(Network.of(kind).binary()));
    double own = given(all, lengths.get(kind));
    return Math.max(1, Math.min(trial.mostEpochs(), own * trial.expectedEpochs()));
  }

  private static double given(double before, DoubleSummaryStatistics lengths) {
    return lengths == null
        ? before
        : (PRIOR_TRIALS * before + lengths.getSum()) / (PRIOR_TRIALS + lengths.getCount());
  }

  /**
   * A network's own mean, or that of the architecture's experts for its students and reversed, or
   * something else.
   */
  private double mean(
      Network network, Function<Times, DoubleSummaryStatistics> what, double otherwise) {
    DoubleSummaryStatistics own = what.apply(times(network));
    DoubleSummaryStatistics known =
        own.getCount() > 0
            ? own
            : what.apply(times(new Network(network.architecture(), !network.binary())));
    return known.getCount() > 0 ? known.getAverage() : otherwise;
  }

  private double documents(TrialName trial) {
    return documents.getOrDefault(trial, 1.0);
  }

  /** Seconds of an epoch of all training documents; NaN where nothing is known. */
  private double epoch(Kind kind) {
    double calibrated = mean(Network.of(kind), its -> its.calibrated, Double.NaN) * bias();
    return mean(Network.of(kind), its -> its.epoch, calibrated);
  }

  /** How much slower epochs are than the few steps said. */
  private double bias() {
    double measured = 0;
    double calibrated = 0;
    for (Network network : Set.copyOf(times.keySet())) {
      DoubleSummaryStatistics epoch = times(network).epoch;
      double said = mean(network, its -> its.calibrated, Double.NaN);
      if (!Double.isNaN(said)) {
        measured += epoch.getSum();
        calibrated += epoch.getCount() * said;
      }
    }
    return calibrated > 0 ? measured / calibrated : 1;
  }

  private double end(Kind kind, double epoch) {
    return mean(Network.of(kind), its -> its.end, END * epoch);
  }

  /** Seconds that a trial still takes, which may not be begun. */
  private double seconds(TrialPlan.Trial trial, Optional<Begun> it, double epoch) {
    double expected = epochs(trial);
    double end = end(trial.name().model().kind(), epoch);
    if (it.isEmpty()) {
      return expected * epoch + end;
    }
    int made = it.get().epochs;
    double most = Math.max(trial.mostEpochs(), made);
    double epochs = made < expected ? expected - made : BEYOND_EXPECTED * (most - made);
    double since = it.get().running ? (nanoTime.getAsLong() - it.get().last) * 1e-9 : 0;
    return Math.max(0, epochs * epoch - Math.min(since, epoch)) + end;
  }

  /** Whether something is known of each architecture that has trials left. */
  synchronized boolean isKnown() {
    return left.keySet().stream()
        .map(trial -> trial.model().kind())
        .distinct()
        .noneMatch(kind -> Double.isNaN(epoch(kind)));
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
    Map<Kind, Double> epochs = new HashMap<>();
    Map<TrialPlan.Unit, Double> experts = new HashMap<>();
    Map<TrialPlan.Unit, Double> distilled = new HashMap<>();
    Map<Network, Integer> untouched = new HashMap<>();
    double work = 0;
    double longest = 0;
    for (TrialPlan.Trial trial : left.values()) {
      Kind kind = trial.name().model().kind();
      if (!architecture.orElse(kind.network()).equals(kind.network())) {
        continue;
      }
      double epoch = epochs.computeIfAbsent(kind, this::epoch);
      Optional<Begun> it = Optional.ofNullable(begun.get(trial.name()));
      double seconds = seconds(trial, it, Double.isNaN(epoch) ? 0 : trial.documents() * epoch);
      work += seconds;
      longest = Math.max(longest, seconds);
      untouched.merge(Network.of(kind), it.isEmpty() ? 1 : 0, Integer::sum);
      if (kind.training() == TrainingRow.DISTILLED) {
        boolean isLast = trial.name().isRefit();
        distilled.merge(trial.unit(), seconds, isLast ? Double::sum : Math::max);
      } else if (kind.training() == TrainingRow.TEACHER) {
        experts.merge(trial.unit(), seconds, Double::sum);
      }
    }
    for (Map.Entry<Network, Integer> each : untouched.entrySet()) {
      int builds =
          Math.min(workers.getAsInt(), each.getValue()) - times(each.getKey()).builtBy.size();
      work += Math.max(0, builds) * mean(each.getKey(), its -> its.start, 0);
    }
    for (Map.Entry<TrialPlan.Unit, Double> each : distilled.entrySet()) {
      double before = experts.getOrDefault(each.getKey(), 0.0) / workers.getAsInt();
      longest = Math.max(longest, before + each.getValue());
    }
    return Math.max(work / workers.getAsInt(), longest);
  }

  /** What is left, as executors of one core each would train it. */
  public synchronized Schedule schedule() {
    Map<Kind, Double> epochs = new HashMap<>();
    return Schedule.of(
        plan,
        trial -> {
          Kind kind = trial.name().model().kind();
          double epoch = trial.documents() * epochs.computeIfAbsent(kind, this::epoch);
          return left.containsKey(trial.name())
              ? Optional.of(
                  new Schedule.Cost(
                      seconds(trial, Optional.empty(), epoch),
                      mean(Network.of(kind), its -> its.start, 0)))
              : Optional.empty();
        });
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
