package io.github.polystill.cli.run;

import io.github.polystill.cli.command.ClusterOptions;
import io.github.polystill.experiments.run.Cluster;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a run trains, if not here. */
final class SparkOptions {
  @Mixin ClusterOptions cluster;

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
    Optional<String> master = cluster.master();
    if (store.isPresent() && master.isEmpty()) {
      throw new ParameterException(command.commandLine(), "--store needs --spark");
    }
    String own = run.resolve("spark").toAbsolutePath().toUri().toString();
    return master.map(it -> new Cluster.Address(it, store.orElse(own)));
  }
}
