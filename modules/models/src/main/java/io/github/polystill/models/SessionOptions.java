package io.github.polystill.models;

import java.util.Locale;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** Session configurations, and what graphs need before there is a session. */
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

  /**
   * Makes sure that graphs can be built: TensorFlow Java numbers the nodes of a graph in the
   * default locale, and TensorFlow takes ASCII digits alone. {@code polystill} itself runs in the
   * root locale.
   *
   * @throws IllegalStateException where the default locale has other digits
   */
  public static void requireAsciiDigits() {
    Locale locale = Locale.getDefault(Locale.Category.FORMAT);
    if (!String.format(locale, "%d", 1).equals("1")) {
      throw new IllegalStateException(
          "TensorFlow Java cannot build graphs in the locale "
              + locale.toLanguageTag()
              + ", which has digits of its own; call Locale.setDefault(Locale.ROOT) first");
    }
  }
}
