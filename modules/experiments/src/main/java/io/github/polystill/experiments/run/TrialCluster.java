package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apiguardian.api.API;

/** Trains trials on other machines; found by a {@link ServiceLoader}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface TrialCluster {
  /**
   * What trains.
   *
   * @param master such as {@code local-cluster[2,1,1024]} or {@code spark://host:7077}
   * @param store URI of a directory that all of its processes see
   */
  record Address(String master, String store) {}

  /**
   * Connects to it.
   *
   * @param workers threads here, for what is not sent there
   * @throws InvalidInputException where it cannot be reached, or is not fit to train
   */
  TrialExecutor connect(Address address, int workers, TrialListener listener);

  /** The one on the class path. */
  static TrialCluster find() {
    Optional<TrialCluster> found = ServiceLoader.load(TrialCluster.class).findFirst();
    return found.orElseThrow(
        () ->
            InvalidInputException.of(
                "the module spark is not on the class path; start polystill by its launcher, or add"
                    + " io.github.polystill:polystill-spark and Spark's own jars"));
  }
}
