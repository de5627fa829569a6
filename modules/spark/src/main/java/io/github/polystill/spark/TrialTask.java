package io.github.polystill.spark;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrialCodec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * Trains a trial in an executor and puts the result into the store.
 *
 * @param store URI
 * @param token a file that the driver has put there
 * @param trial by {@link TrialCodec}
 * @param id of the trial
 * @param answers name in the store of the trial's result, where the other texts are to be answered;
 *     null where it is to be trained
 * @param to name of what is put into the store
 */
record TrialTask(String store, String token, byte[] trial, String id, String answers, String to)
    implements Cluster.Task<Machine> {
  /** What an executor's JVM has once it has trained, by store. */
  private static final Map<String, Worker> WORKERS = new HashMap<>();

  private record Worker(
      Store store, TrialCodec codec, LocalTrialExecutor executor, Machine machine) {}

  private static Worker worker(String uri) throws IOException {
    synchronized (WORKERS) {
      Worker worker = WORKERS.get(uri);
      if (worker == null) {
        Store store = new Store(uri);
        worker =
            new Worker(
                store,
                new TrialCodec(store),
                new LocalTrialExecutor(tasks(), ComputeDevice.CPU, TrialListener.NONE),
                Machine.current());
        WORKERS.put(uri, worker);
      }
      return worker;
    }
  }

  /** Tasks that Spark gives to this JVM at once; more sessions would only take memory. */
  private static int tasks() {
    SparkConf conf = SparkEnv.get().conf();
    int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  /** The machine of this process, once the result is in the store. */
  @Override
  public Machine call() throws IOException {
    Worker worker = worker(store);
    if (!worker.store().has(token)) {
      throw InvalidInputException.of(
          "it does not see what the driver puts into %s; give a --store that all see", store);
    }
    if (!worker.store().has(to)) { // by a task that was lost later
      worker.store().put(to, done(worker));
    }
    return worker.machine();
  }

  private byte[] done(Worker worker) {
    TrialCodec codec = worker.codec();
    TrialSpec spec = codec.decode(trial, new TrialId(id));
    Optional<TrialResult> known =
        Optional.ofNullable(answers)
            .map(worker.store()::get)
            .map(it -> codec.decodeResult(spec, it));
    if (known.isPresent()) {
      Supplier<float[][]> logits =
          TrialExecutor.join(
              worker.executor().answer(spec, known.get(), TrialPriority.ofTeacher()));
      return codec.encode(logits.get());
    }
    return codec.encode(
        spec, TrialExecutor.join(worker.executor().submit(spec, TrialPriority.ofTeacher())));
  }
}
