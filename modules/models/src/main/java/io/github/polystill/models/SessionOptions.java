package io.github.polystill.models;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** Session configurations. */
public final class SessionOptions {
  private SessionOptions() {}

  /**
   * One thread, the caller's: deterministic, and fastest when as many sessions run side by side as
   * there are cores.
   *
   * <p>TensorFlow's graph optimiser (Grappler) is off. It would go through all functions of the
   * graph again at the first run of each kind, which takes longer than building the graph, and our
   * steps gain nothing by it: they are written as it would leave them.
   */
  public static ConfigProto singleThreaded() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }
}
