package io.github.polystill.labs.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.StepStats;

/**
 * Where a traced run spent its time. TensorFlow lists the operations of a graph; those inside a
 * functional loop only where it runs them in the graph's own executor, else the loop as one.
 */
final class OperationTimes {
  /** As in {@code name = MatMul(inputs)}. */
  private static final Pattern LABEL = Pattern.compile("[^=]* = (\\w+)\\(.*", Pattern.DOTALL);

  /** Operations that run others; theirs is only the time in which none of those is listed. */
  private static final Set<String> CONTAINERS =
      Set.of("While", "StatelessWhile", "PartitionedCall", "StatefulPartitionedCall");

  private OperationTimes() {}

  /**
   * Runs and traces, which slows it down.
   *
   * @return microseconds by type of operation, the most expensive first
   */
  static Map<String, Long> ofRun(Session.Runner runner) {
    RunOptions traced =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    try (Result result = runner.setOptions(traced).runAndFetchMetadata()) {
      return byType(result.getMetadata().orElseThrow().getStepStats());
    }
  }

  /** Microseconds by type of operation, the most expensive first. */
  static Map<String, Long> byType(StepStats stats) {
    List<Span> spans = new ArrayList<>();
    for (DeviceStepStats device : stats.getDevStatsList()) {
      device.getNodeStatsList().forEach(node -> spans.add(Span.of(node)));
    }
    Map<String, Long> sums = new TreeMap<>();
    for (Span span : spans) {
      long inside =
          span.container()
              ? spans.stream()
                  .filter(other -> !other.container() && span.encloses(other))
                  .mapToLong(Span::micros)
                  .sum()
              : 0;
      sums.merge(span.type(), Math.max(0, span.micros() - inside), Long::sum);
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEachOrdered(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** When an operation ran, in microseconds. */
  private record Span(String type, long start, long end) {
    static Span of(NodeExecStats node) {
      Matcher label = LABEL.matcher(node.getTimelineLabel());
      return new Span(
          label.matches() ? label.group(1) : node.getNodeName(),
          node.getAllStartMicros() + node.getOpStartRelMicros(),
          node.getAllStartMicros() + node.getOpEndRelMicros());
    }

    boolean container() {
      return CONTAINERS.contains(type);
    }

    long micros() {
      return end - start;
    }

    boolean encloses(Span other) {
      return start <= other.start && other.end <= end;
    }
  }
}
