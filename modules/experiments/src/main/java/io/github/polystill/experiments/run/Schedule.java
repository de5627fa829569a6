package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * How long the trials of a plan take some executors of one core each, by simulation. An executor
 * that is free takes the trial that is first by {@link TrialPriority}, of several the longest
 * (Graham, SIAM Journal on Applied Mathematics, 1969). A distilled student waits for all experts of
 * its unit, a student of all documents for the trainings that tell its epochs, and a round of
 * halving for the one before. What a run does besides its trials is not in it.
 */
public final class Schedule {
  /** Decides when executors are lost. */
  private static final long SEED = 1;

  /** How often the longest trial may have to be begun, on average. */
  private static final double MOST_ATTEMPTS = 100;

  /**
   * What a trial costs.
   *
   * @param seconds of the trial
   * @param build seconds more where an executor has not trained such a network yet
   */
  public record Cost(double seconds, double build) {}

  /**
   * What trains.
   *
   * @param number at least one
   * @param startUp seconds before an executor can train, and one that takes a lost one's place
   * @param failureRate how often an executor is lost, with its trial, per hour of training
   */
  public record Executors(int number, double startUp, double failureRate) {}

  /**
   * A simulated run; times in seconds.
   *
   * @param work of all trials, each trained once
   * @param makespan from the start of the executors to the end of the last trial
   * @param atLeast makespan that no number of executors goes below
   * @param lost executors
   * @param coreHours of all executors until the last trial ends
   */
  public record Result(
      int executors, double work, double makespan, double atLeast, int lost, double coreHours) {}

  /** What an executor builds once. */
  private record Network(String architecture, boolean binary) {}

  private record Job(int number, int stage, TrialPriority priority, Network network, Cost cost) {
    static final Comparator<Job> ORDER =
        Comparator.comparing(Job::priority)
            .thenComparing(job -> -job.cost.seconds())
            .thenComparing(Job::number);
  }

  /** Jobs that may be done side by side once those of other stages are done. */
  private static final class Stage {
    private final int number;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Stage> next = new ArrayList<>();
    private int before;

    /** Seconds before it that can't be done side by side. */
    private double earliest;

    Stage(int number) {
      this.number = number;
    }

    double longest() {
      return jobs.stream().mapToDouble(job -> job.cost.seconds()).max().orElse(0);
    }

    void after(Stage other) {
      other.next.add(this);
      before++;
      earliest = Math.max(earliest, other.earliest + other.longest());
    }
  }

  private final List<Stage> stages = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<List<Object>, Integer> folds = new HashMap<>();

  private Schedule() {}

  /** By the costs of trials; those without any are left out. */
  public static Schedule of(TrialPlan plan, Function<TrialPlan.Trial, Optional<Cost>> costs) {
    Schedule schedule = new Schedule();
    plan.trials().stream()
        .sorted(Comparator.comparingDouble(trial -> -trial.workPerToken()))
        .map(trial -> trial.name().architecture())
        .forEach(it -> schedule.ranks.putIfAbsent(it, schedule.ranks.size()));
    Map<TrialPlan.Unit, List<Stage>> lastOfExperts = new HashMap<>();
    for (List<Planned> search : searches(plan, costs, true)) {
      lastOfExperts
          .computeIfAbsent(search.get(0).trial.unit(), it -> new ArrayList<>())
          .add(schedule.search(plan, search));
    }
    for (List<Planned> trainings : searches(plan, costs, false)) {
      TrialPlan.Trial first = trainings.get(0).trial;
      boolean isDistilled = first.name().training() == TrainingRow.DISTILLED;
      schedule.student(
          trainings, isDistilled ? lastOfExperts.getOrDefault(first.unit(), List.of()) : List.of());
    }
    return schedule;
  }

  private record Planned(TrialPlan.Trial trial, Cost cost) {}

  /** Trials by what they search: the expert of a label and seed, or a student. */
  private static List<List<Planned>> searches(
      TrialPlan plan, Function<TrialPlan.Trial, Optional<Cost>> costs, boolean experts) {
    Map<Object, List<Planned>> searches = new LinkedHashMap<>();
    for (TrialPlan.Trial trial : plan.trials()) {
      TrialName name = trial.name();
      if ((name.training() == TrainingRow.TEACHER) == experts) {
        Object search = experts ? List.of(name.part(), name.variant()) : name.part();
        costs
            .apply(trial)
            .map(cost -> new Planned(trial, cost))
            .ifPresent(it -> searches.computeIfAbsent(search, any -> new ArrayList<>()).add(it));
      }
    }
    return List.copyOf(searches.values());
  }

  /** The last stage of the search for an expert. */
  private Stage search(TrialPlan plan, List<Planned> trials) {
    Stage stage = stage(List.of());
    if (plan.chained()) {
      for (Planned trial : trials) {
        stage = stage.jobs.isEmpty() ? stage : stage(List.of(stage));
        add(stage, trial.trial, trial.cost);
      }
    } else if (plan.rounds().isEmpty()) {
      for (Planned trial : trials) {
        add(stage, trial.trial, trial.cost);
      }
    } else {
      stage = rounds(plan.rounds(), trials, stage);
    }
    return stage;
  }

  /** Which trial goes on is not known, so all of a round take the same part of the search. */
  private Stage rounds(List<TrialPlan.Round> rounds, List<Planned> trials, Stage first) {
    double seconds = trials.stream().mapToDouble(trial -> trial.cost.seconds()).sum();
    double epochs = 0;
    int before = 0;
    for (TrialPlan.Round round : rounds) {
      epochs += round.trials() * (round.epochs() - before);
      before = round.epochs();
    }
    Stage stage = first;
    before = 0;
    for (TrialPlan.Round round : rounds) {
      stage = stage.jobs.isEmpty() ? stage : stage(List.of(stage));
      double each = seconds * (round.epochs() - before) / epochs;
      before = round.epochs();
      for (Planned trial : trials.subList(0, round.trials())) {
        add(stage, trial.trial, new Cost(each, trial.cost.build()));
      }
    }
    return stage;
  }

  private void student(List<Planned> trainings, List<Stage> experts) {
    Stage tried = stage(experts);
    for (Planned training : trainings) {
      boolean isLast = training.trial.name().isRefit();
      add(isLast ? stage(List.of(tried)) : tried, training.trial, training.cost);
    }
  }

  private Stage stage(List<Stage> before) {
    Stage stage = new Stage(stages.size());
    stages.add(stage);
    before.forEach(stage::after);
    return stage;
  }

  private void add(Stage stage, TrialPlan.Trial trial, Cost cost) {
    TrialName name = trial.name();
    boolean isExpert = name.training() == TrainingRow.TEACHER;
    TrialPriority.Stage kind =
        switch (name.training()) {
          case TEACHER ->
              stage.before == 0 ? TrialPriority.Stage.TEACHER : TrialPriority.Stage.CONTINUED;
          case DISTILLED -> TrialPriority.Stage.DISTILLED;
          default -> TrialPriority.Stage.STANDALONE;
        };
    int rank = ranks.getOrDefault(trial.unit().teacher(), ranks.get(name.architecture()));
    List<Object> validation = List.of(name.model().seed(), name.model().fold());
    int fold = folds.computeIfAbsent(validation, it -> folds.size());
    Job job =
        new Job(
            jobs.size(),
            stage.number,
            new TrialPriority(rank, kind, fold),
            new Network(name.model().kind().network(), isExpert),
            cost);
    stage.jobs.add(job);
    jobs.add(job);
  }

  /**
   * Simulates a run; the same arguments give the same result.
   *
   * @throws InvalidInputException where executors are lost so often that the longest trial would
   *     hardly ever end
   */
  public Result on(Executors cluster) {
    double longest = jobs.stream().mapToDouble(job -> job.cost.seconds()).max().orElse(0);
    if (cluster.failureRate() * longest / 3600 > Math.log(MOST_ATTEMPTS)) {
      throw InvalidInputException.of(
          "`failureRate` %s: the longest trial takes %s and would be begun more than %.0f times; give a lower rate",
          cluster.failureRate(), RemainingTime.duration(longest), MOST_ATTEMPTS);
    }
    double work = jobs.stream().mapToDouble(job -> job.cost.seconds()).sum();
    double atLeast =
        stages.stream().mapToDouble(stage -> stage.earliest + stage.longest()).max().orElse(0);
    Simulation simulation = new Simulation(cluster);
    double makespan = simulation.run();
    return new Result(
        cluster.number(),
        work,
        makespan,
        cluster.startUp() + atLeast,
        simulation.lost,
        cluster.number() * makespan / 3600);
  }

  /**
   * Something that happens to an executor.
   *
   * @param job that it had until then; null where it begins
   */
  private record Event(double time, Executor executor, Job job, boolean isLost) {
    static final Comparator<Event> ORDER =
        Comparator.comparingDouble(Event::time).thenComparing(event -> event.executor.number);
  }

  private static final class Executor {
    private final int number;
    private final Set<Network> built = new HashSet<>();

    Executor(int number) {
      this.number = number;
    }
  }

  private final class Simulation {
    private final Executors cluster;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final PriorityQueue<Event> events = new PriorityQueue<>(Event.ORDER);
    private final PriorityQueue<Job> ready = new PriorityQueue<>(Job.ORDER);
    private final PriorityQueue<Executor> idle =
        new PriorityQueue<>(Comparator.comparing((Executor it) -> it.number));
    private final int[] jobsLeft = new int[stages.size()];
    private final int[] before = new int[stages.size()];
    private int lost;

    Simulation(Executors cluster) {
      this.cluster = cluster;
      for (Stage stage : stages) {
        jobsLeft[stage.number] = stage.jobs.size();
        before[stage.number] = stage.before;
      }
    }

    double run() {
      for (int i = 0; i < Math.min(cluster.number(), jobs.size()); i++) {
        events.add(new Event(cluster.startUp(), new Executor(i), null, false));
      }
      for (Stage stage : stages) {
        if (stage.before == 0) {
          open(stage);
        }
      }
      int done = 0;
      double now = 0;
      while (done < jobs.size()) {
        now = events.element().time;
        while (!events.isEmpty() && events.element().time == now) {
          done += happen(events.remove()) ? 1 : 0;
        }
        while (!idle.isEmpty() && !ready.isEmpty()) {
          begin(idle.remove(), ready.remove(), now);
        }
      }
      return now;
    }

    /** Whether a job is done. */
    private boolean happen(Event event) {
      if (event.isLost) {
        lost++;
        ready.add(event.job);
        Executor next = new Executor(event.executor.number);
        events.add(new Event(event.time + cluster.startUp(), next, null, false));
        return false;
      }
      idle.add(event.executor);
      if (event.job == null) {
        return false;
      }
      Stage stage = stages.get(event.job.stage);
      if (--jobsLeft[stage.number] == 0) {
        close(stage);
      }
      return true;
    }

    private void open(Stage stage) {
      ready.addAll(stage.jobs);
      if (stage.jobs.isEmpty()) {
        close(stage);
      }
    }

    private void close(Stage stage) {
      for (Stage next : stage.next) {
        if (--before[next.number] == 0) {
          open(next);
        }
      }
    }

    private void begin(Executor executor, Job job, double now) {
      double seconds =
          job.cost.seconds() + (executor.built.add(job.network) ? job.cost.build() : 0);
      double untilLost =
          cluster.failureRate() == 0
              ? Double.POSITIVE_INFINITY
              : -Math.log1p(-random.nextDouble()) * 3600 / cluster.failureRate();
      boolean isLost = untilLost < seconds;
      events.add(new Event(now + (isLost ? untilLost : seconds), executor, job, isLost));
    }
  }
}
