package io.github.polystill.spark;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.run.Cluster;
import java.io.IOException;
import java.io.Serializable;
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

  record Job<R extends Serializable>(String version, Cluster.Task<R> task) implements Serializable {
    Answer<R> call() throws IOException {
      String own = BuildVersions.polystill();
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
      answer = new TaskRdd<>(context.sc(), new Job<>(BuildVersions.polystill(), task)).run();
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
