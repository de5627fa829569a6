package io.github.polystill.models;

import org.tensorflow.TensorFlow;

/** The TensorFlow library that is loaded. */
public final class TensorFlowRuntime {
  private TensorFlowRuntime() {}

  /** Its version, such as 2.18.0. Loads the native library on first use, which takes a second. */
  public static String version() {
    return TensorFlow.version();
  }
}
