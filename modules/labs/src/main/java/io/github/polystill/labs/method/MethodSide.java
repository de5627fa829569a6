package io.github.polystill.labs.method;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.labs.Median;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one side took for the method.
 *
 * @param wallSeconds of the process
 * @param stages those that took time
 * @param epochs trained of each training type, by its key
 * @param macroF1 on the test part of each training type
 */
public record MethodSide(
    double wallSeconds,
    double cpuSeconds,
    Map<Stage, Seconds> stages,
    Map<String, Double> epochs,
    Map<String, Double> macroF1) {
  /** Times of a stage. */
  public record Seconds(double wall, double cpu) {}

  public MethodSide {
    stages = new EnumMap<>(stages);
    epochs = new TreeMap<>(epochs);
    macroF1 = new TreeMap<>(macroF1);
  }

  /** Share of the wall time that is neither training nor responses. */
  public double outsideTraining() {
    return stages.entrySet().stream()
            .filter(entry -> !entry.getKey().isTraining())
            .mapToDouble(entry -> entry.getValue().wall())
            .sum()
        / wallSeconds;
  }

  /** Wall time of an epoch, of whichever training type. */
  public double trainingSecondsPerEpoch() {
    double all = epochs.values().stream().mapToDouble(Double::doubleValue).sum();
    return wallSeconds * (1 - outsideTraining()) / all;
  }

  /**
   * A finished run of ours.
   *
   * @param begin when its process was started
   * @param cpu seconds of CPU time that the process had used at a moment
   */
  static MethodSide ours(
      double begin,
      double end,
      List<RunLog.Event> log,
      List<FoldEvaluation> metrics,
      DoubleUnaryOperator cpu) {
    List<Timeline.Task> tasks = new ArrayList<>();
    Map<String, Double> begun = new HashMap<>();
    Map<String, Double> epochs = new TreeMap<>();
    Map<String, Double> times = new HashMap<>();
    for (RunLog.Event event : log) {
      double time = seconds(event.time());
      times.putIfAbsent(event.event(), time);
      if (event.event().equals("trial-started")) {
        begun.put(event.text("hash"), time);
      } else if (event.event().equals("trial-finished")) {
        String training = event.fields().path("trial").path("training").asText();
        tasks.add(new Timeline.Task(stage(training), begun.get(event.text("hash")), time));
        epochs.merge(training, event.fields().path("epochs").asDouble(), Double::sum);
      } else if (event.event().equals("started")) {
        double corpus = time - event.fields().path("preparation").asDouble();
        tasks.add(new Timeline.Task(Stage.START, begin, corpus));
        tasks.add(new Timeline.Task(Stage.CORPUS, corpus, time));
      }
    }
    tasks.add(new Timeline.Task(Stage.VECTORS, times.get("started"), times.get("trial-started")));
    tasks.add(new Timeline.Task(Stage.EVALUATION, times.get("trained"), times.get("evaluated")));
    tasks.add(new Timeline.Task(Stage.REPORT, times.get("evaluated"), end));
    Timeline timeline = new Timeline(tasks);
    Map<Stage, Double> wall = timeline.shares(moment -> moment);
    Map<Stage, Double> used = timeline.shares(cpu);
    return new MethodSide(
        end - begin,
        cpu.applyAsDouble(end),
        stages(wall, used),
        epochs,
        metrics.stream()
            .collect(
                Collectors.toMap(
                    it -> it.key().training().key(), it -> it.evaluation().macroF1())));
  }

  /** What {@code keras_method.py} has printed. */
  static MethodSide keras(double begin, double end, JsonNode printed) {
    List<Timeline.Task> tasks = new ArrayList<>();
    Map<String, Double> epochs = new TreeMap<>();
    Map<Stage, Double> used = new EnumMap<>(Stage.class);
    double first = end;
    double last = begin;
    for (JsonNode task : printed.required("tasks")) {
      Stage stage = stage(task.required("stage").asText());
      double from = task.required("begin").asDouble();
      double to = task.required("end").asDouble();
      tasks.add(new Timeline.Task(stage, from, to));
      used.merge(stage, task.required("cpu").asDouble(), Double::sum);
      if (stage != Stage.RESPONSES) {
        epochs.merge(stage.key(), task.required("epochs").asDouble(), Double::sum);
      }
      first = Math.min(first, from);
      last = Math.max(last, to);
    }
    tasks.add(new Timeline.Task(Stage.START, begin, first));
    tasks.add(new Timeline.Task(Stage.EVALUATION, last, end));
    double cpu = printed.required("cpu").asDouble();
    double ofTasks = used.values().stream().mapToDouble(Double::doubleValue).sum();
    used.put(Stage.START, cpu - ofTasks);
    Map<String, Double> macroF1 = new TreeMap<>();
    printed
        .required("models")
        .properties()
        .forEach(it -> macroF1.put(it.getKey(), it.getValue().get("macroF1").asDouble()));
    Map<Stage, Double> wall = new Timeline(tasks).shares(moment -> moment);
    return new MethodSide(end - begin, cpu, stages(wall, used), epochs, macroF1);
  }

  private static Map<Stage, Seconds> stages(Map<Stage, Double> wall, Map<Stage, Double> cpu) {
    Map<Stage, Seconds> stages = new EnumMap<>(Stage.class);
    wall.forEach((stage, it) -> stages.put(stage, new Seconds(it, cpu.getOrDefault(stage, 0.0))));
    return stages;
  }

  private static Stage stage(String training) {
    return Stage.valueOf(training.toUpperCase(Locale.ROOT));
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() * 1e-9;
  }

  /** The medians, figure by figure. */
  static MethodSide median(List<MethodSide> repeats) {
    Map<Stage, Seconds> stages = new EnumMap<>(Stage.class);
    for (Stage stage : repeats.get(0).stages().keySet()) {
      List<Seconds> all =
          repeats.stream().map(it -> it.stages().getOrDefault(stage, new Seconds(0, 0))).toList();
      stages.put(
          stage,
          new Seconds(
              Median.of(all.stream().map(Seconds::wall).toList()),
              Median.of(all.stream().map(Seconds::cpu).toList())));
    }
    return new MethodSide(
        Median.of(repeats.stream().map(MethodSide::wallSeconds).toList()),
        Median.of(repeats.stream().map(MethodSide::cpuSeconds).toList()),
        stages,
        medians(repeats, MethodSide::epochs),
        medians(repeats, MethodSide::macroF1));
  }

  private static Map<String, Double> medians(
      List<MethodSide> repeats, Function<MethodSide, Map<String, Double>> figures) {
    return repeats.stream()
        .flatMap(it -> figures.apply(it).entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                Collectors.collectingAndThen(
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList()), Median::of)));
  }
}
