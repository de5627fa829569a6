package io.github.polystill.spark;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.models.training.TrainingSession;
import java.io.IOException;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Tasks as jobs of one task each, so that Spark's page has their names and none waits for others.
 */
record SparkConnection(JavaSparkContext context) implements Cluster.Connection {
  /**
   * What comes back from an executor.
   *
   * @param problem that a second try has too; null where there is none
   */
  record Answer<R extends Serializable>(R result, String problem) implements Serializable {}

  /** Its jars or directories, hashed, since two builds of a snapshot have one version. */
  private static final class Version {
    static final String OWN = BuildVersions.polystill() + " of " + hash();

    private static String hash() {
      ContentHash hash = new ContentHash();
      try {
        for (Class<?> part : List.of(EncodedCorpus.class, TrainingSession.class, TrialSpec.class)) {
          Path place = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
          try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
              hash.add(ContentHash.ofFile(file));
            }
          }
        }
      } catch (IOException | URISyntaxException e) {
        throw new IllegalStateException(e);
      }
      return hash.hex().substring(0, 8);
    }
  }

  record Job<R extends Serializable>(String version, Cluster.Task<R> task) implements Serializable {
    Answer<R> call() throws IOException {
      String own = Version.OWN;
      if (!version.equals(own)) {
        return new Answer<>(null, "has polystill " + own + ", the driver " + version);
      }
      try {
        return new Answer<>(task.call(), null);
      } catch (InvalidInputException e) {
        return new Answer<>(null, "says: " + e.getMessage());
      } catch (LinkageError e) {
        return new Answer<>(
            null,
            "lacks a library: "
                + e.getMessage()
                + "; put that for its machine on spark.executor.extraClassPath");
      }
    }
  }

  @Override
  public <R extends Serializable> R call(String name, Cluster.Task<R> task) {
    context.setJobDescription(name); // of this thread
    Answer<R> answer;
    try {
      answer = new TaskRdd<>(context.sc(), new Job<>(Version.OWN, task)).run();
    } catch (Exception e) { // of Scala, which declares none
      IllegalStateException failed =
          new IllegalStateException(
              name
                  + " failed on Spark: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      failed.addSuppressed(e); // and no cause: the name is to be said
      throw failed;
    }
    if (answer.problem() != null) {
      throw InvalidInputException.of("--spark: an executor %s", answer.problem());
    }
    return answer.result();
  }

  @Override
  public int parallelism() {
    // Of the executors that there are now.
    return Math.max(
        1, context.defaultParallelism() / context.getConf().getInt("spark.task.cpus", 1));
  }

  @Override
  public void close() {
    context.cancelAllJobs();
    context.close();
  }
}
