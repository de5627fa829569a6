package io.github.polystill.labs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

class OperationTimesTests {

  private static NodeExecStats node(String label, long start, long micros) {
    return NodeExecStats.newBuilder()
        .setNodeName("node")
        .setTimelineLabel(label)
        .setAllStartMicros(start)
        .setOpStartRelMicros(1)
        .setOpEndRelMicros(1 + micros)
        .build();
  }

  @Test
  void timesOfOneTypeAddUpAndALoopHasWhatIsNotInsideIt() {
    StepStats stats =
        StepStats.newBuilder()
            .addDevStats(
                DeviceStepStats.newBuilder()
                    .addNodeStats(node("a = MatMul(x, y)", 0, 30))
                    .addNodeStats(node("b = StatelessWhile(a = 1)", 100, 100))
                    .addNodeStats(node("c = MatMul(x)", 110, 40))
                    .addNodeStats(node("d = Tanh(c)", 250, 5)))
            .build();

    assertThat(OperationTimes.byType(stats))
        .containsExactly(
            Map.entry("MatMul", 70L), Map.entry("StatelessWhile", 60L), Map.entry("Tanh", 5L));
  }
}
