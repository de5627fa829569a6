package io.github.polystill.cli.run;

import io.github.polystill.experiments.run.Cluster;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a run trains, if not here. */
final class SparkOptions {
  @Option(
      names = "--spark",
      paramLabel = "MASTER",
      description =
          "Train on Apache Spark: spark://HOST:PORT, k8s://HOST:PORT or, to try it,"
              + " local-cluster[EXECUTORS,CORES,MB] (docs/spark.md). Changes no result.")
  Optional<String> master = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "With --spark: a directory that all executors see, by a mounted path or by a URI of"
              + " Hadoop's such as hdfs://HOST/DIR (default: spark in the run directory).")
  Optional<String> store = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  Optional<Cluster.Address> address(Path run) {
    // That of spark-submit is a property.
    Optional<String> given = master.or(() -> Optional.ofNullable(System.getProperty("spark.master")));
    if (store.isPresent() && given.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--store needs --spark");
    }
    String own = run.resolve("spark").toAbsolutePath().toUri().toString();
    return given.map(it -> new Cluster.Address(it, store.orElse(own)));
  }
}
