package io.github.polystill.spark;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.experiments.lock.DirectoryLock.Owner;
import io.github.polystill.experiments.run.Cluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Apache Spark, with the settings that trials need where the user gives no others. */
public final class SparkCluster implements Cluster {
  private static final Pattern STANDALONE = Pattern.compile("spark://([^:/,]+):([0-9]+)");
  private static final int REACHED_WITHIN_MILLIS = 10_000;
  private static final String WAITING_TIME = "spark.scheduler.maxRegisteredResourcesWaitingTime";

  @Override
  public Connection connect(String master) {
    requireReachable(master);
    return new SparkConnection(context(master));
  }

  @Override
  public TrialExecutor trialExecutor(
      Address address, Path run, int workers, TrialListener listener, Consumer<Machine> machines) {
    requireReachable(address.master());
    SparkConnection connection = new SparkConnection(context(address.master()));
    try {
      String uri = address.store().replaceFirst("/*$", "/") + directory(run);
      return new SparkTrialExecutor(
          connection, store(address, uri), uri, workers, listener, machines);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The name of a run's directory in a store that others may use too. */
  static String directory(Path run) {
    Path absolute = run.toAbsolutePath().normalize();
    String hash = new ContentHash().add(Owner.current().host()).add(absolute.toString()).hex();
    return "polystill-" + absolute.getFileName() + "-" + hash.substring(0, 8);
  }

  private static void requireReachable(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(standalone.group(1), Integer.parseInt(standalone.group(2))),
            REACHED_WITHIN_MILLIS);
      } catch (IOException | IllegalArgumentException e) { // the latter of a port
        throw InvalidInputException.of(
            e,
            "--spark: there is no master at %s: %s; start it or give another",
            master,
            e.getMessage());
      }
    }
  }

  private static Store store(Address address, String uri) {
    try {
      return new Store(uri);
    } catch (IOException | RuntimeException e) { // the latter where a file system's jar is missing
      throw InvalidInputException.of(
          e, "--store: %s cannot be used: %s", address.store(), e.getMessage());
    }
  }

  private static JavaSparkContext context(String master) {
    SparkConf conf = new SparkConf().setAppName("polystill").setMaster(master);
    // Tried again on other executors, a trial that takes one down with it too.
    conf.setIfMissing("spark.task.maxFailures", "4");
    conf.setIfMissing("spark.speculation", "false");
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    conf.setIfMissing("spark.dynamicAllocation.initialExecutors", "1"); // where that is enabled
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (System.getProperty("spark.jars", "").isEmpty()) { // else spark-submit sends its jar
      conf.setIfMissing("spark.executor.extraClassPath", classPath());
    }
    conf.setIfMissing("spark.executor.extraJavaOptions", options());
    // What decides TensorFlow's last digits, and where the module transformers is.
    System.getenv().keySet().stream()
        .filter(it -> it.matches("(TF|OMP|ONEDNN|DNNL|MKL|XLA)_.*|POLYSTILL_LAUNCHER"))
        .forEach(it -> conf.set("spark.executorEnv." + it, System.getenv(it)));
    if (master.startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    if (master.startsWith("k8s://") || master.equals("yarn")) { // TensorFlow's, beside the heap
      int cores = conf.getInt("spark.executor.cores", 1);
      conf.setIfMissing("spark.executor.memoryOverhead", 400 * (1 + cores) + "m");
    }
    Matcher own =
        Pattern.compile("local-cluster\\[ *[0-9]+ *, *([0-9]+) *, *([0-9]+) *]").matcher(master);
    if (own.matches()) {
      conf.setIfMissing("spark.executor.cores", own.group(1));
      conf.setIfMissing("spark.executor.memory", own.group(2) + "m");
    }
    JavaSparkContext context;
    try {
      context = new JavaSparkContext(conf);
    } catch (Exception e) { // of Scala, which declares none
      throw unusable(master, e);
    }
    try {
      awaitExecutors(context, master);
      return context;
    } catch (IllegalStateException e) { // Spark has stopped by itself
      context.close();
      throw unusable(master, e);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static InvalidInputException unusable(String master, Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return InvalidInputException.of(e, "--spark: %s cannot be used: %s", master, message);
  }

  /** Until the first has come, and until in some seconds none came. */
  private static void awaitExecutors(JavaSparkContext context, String master) {
    if (master.equals("local") || master.startsWith("local[")) {
      return;
    }
    long seconds = context.getConf().getTimeAsSeconds(WAITING_TIME, "120s");
    int known = 0;
    int unchanged = 0;
    for (int waited = 0; known == 0 || unchanged < 3; waited++) {
      if (waited == seconds) {
        if (known > 0) {
          return;
        }
        throw InvalidInputException.of(
            "--spark: no executor has come from %s in %d s; it needs a free core and %s of memory: look"
                + " at its page, or wait longer with %s",
            master, seconds, context.getConf().get("spark.executor.memory", "1g"), WAITING_TIME);
      }
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (CancellationException) new CancellationException("stopped").initCause(e);
      }
      int executors = context.sc().getExecutorMemoryStatus().size() - 1; // the driver is among them
      unchanged = executors == known ? unchanged + 1 : 0;
      known = executors;
    }
  }

  /** That of this JVM, whose relative entries a JVM elsewhere does not find. */
  private static String classPath() {
    return Pattern.compile(":")
        .splitAsStream(System.getProperty("java.class.path"))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Files::exists)
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  /** Where TensorFlow's library is unpacked; Spark adds what it needs itself. */
  private static String options() {
    return System.getProperties().stringPropertyNames().stream()
        .filter(it -> it.startsWith("org.bytedeco.javacpp."))
        .sorted()
        .map(it -> "-D" + it + "=" + System.getProperty(it))
        .collect(Collectors.joining(" "));
  }
}
