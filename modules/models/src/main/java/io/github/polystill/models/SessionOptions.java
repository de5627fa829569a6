package io.github.polystill.models;

import org.tensorflow.proto.ConfigProto;

/** Session configurations. */
public final class SessionOptions {
  private SessionOptions() {}

  /**
   * One thread, the caller's: deterministic, and fastest when as many sessions run side by side as
   * there are cores.
   */
  public static ConfigProto singleThreaded() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .build();
  }
}
