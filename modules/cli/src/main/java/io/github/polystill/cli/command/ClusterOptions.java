package io.github.polystill.cli.command;

import io.github.polystill.experiments.run.Cluster;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where work is done, if not here. */
public final class ClusterOptions {
  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Work on Apache Spark: spark://HOST:PORT or, to try it, local-cluster[EXECUTORS,CORES,MB]"
              + " (docs/spark.md). Changes no result.")
  Optional<String> given = Optional.empty();

  /** The master, which spark-submit has as a property; none where an empty one is given. */
  public Optional<String> master() {
    return given
        .or(() -> Optional.ofNullable(System.getProperty("spark.master")))
        .filter(it -> !it.isEmpty());
  }

  /** Its executors, to be closed. */
  public Optional<Cluster.Connection> connect() {
    return master().map(it -> Cluster.find().connect(it));
  }
}
