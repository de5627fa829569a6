package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.experiments.environment.Machine;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Does work on other machines; found by a {@link ServiceLoader}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Cluster {
  /**
   * What trains.
   *
   * @param master such as {@code local-cluster[2,1,1024]} or {@code spark://host:7077}
   * @param store URI of a directory that all of its processes see
   */
  record Address(String master, String store) {}

  /** Work for a process elsewhere, which has this class path and sees the same files. */
  @FunctionalInterface
  interface Task<R extends Serializable> extends Serializable {
    /**
     * Does it.
     *
     * @throws InvalidInputException where it would fail anywhere; all else is tried again
     */
    R call() throws IOException;
  }

  /** Processes that wait for tasks. */
  interface Connection extends AutoCloseable {
    /**
     * Has a task done, and waits for its result; any number of threads may.
     *
     * @param name for the cluster's own display and for errors
     * @throws InvalidInputException as the task, or where the process is not fit for it
     */
    <R extends Serializable> R call(String name, Task<R> task);

    /** How many tasks are done side by side. */
    int parallelism();

    /** How many to call at once: for each that is done one waits there, so that none is idle. */
    default int callsAtOnce() {
      return 2 * parallelism();
    }

    @Override
    void close();
  }

  /**
   * Connects to it.
   *
   * @throws InvalidInputException where it cannot be reached
   */
  Connection connect(String master);

  /**
   * Connects to it, to train.
   *
   * @param run directory of the run, which no other process works on; what a killed one left of it
   *     in the store is removed
   * @param workers threads here, for what is not sent there
   * @param machines hears on which machine a trial was trained, each time
   * @throws InvalidInputException where it cannot be reached, or is not fit to train
   */
  TrialExecutor trialExecutor(
      Address address, Path run, int workers, TrialListener listener, Consumer<Machine> machines);

  /** The one on the class path. */
  static Cluster find() {
    Optional<Cluster> found = ServiceLoader.load(Cluster.class).findFirst();
    return found.orElseThrow(
        () ->
            InvalidInputException.of(
                "the module spark is not on the class path; start polystill by its launcher, or add"
                    + " io.github.polystill:polystill-spark and Spark's own jars"));
  }
}
