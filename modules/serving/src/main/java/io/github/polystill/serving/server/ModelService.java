package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.ModelVersions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.lang3.function.FailableRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the highest version of a model, as TF Serving is one. It looks at the model's
 * directory every few seconds, loads a new version beside the one that is served, asks it once, has
 * it answer what comes from then on, and closes the other when its requests have ended. A version
 * that cannot be loaded is logged, and tried again when its files have changed; the other stays. A
 * model that was stopped, as it had no answer in four times the timeout, is loaded again.
 */
public final class ModelService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelService.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Path directory;
  private final String name;
  private final ModelServer server;
  private final Duration patience;
  private final Duration longestCall;
  private final Optional<Path> segmenterModel;
  private final ScheduledExecutorService checks =
      Executors.newSingleThreadScheduledExecutor(
          check -> {
            Thread thread = new Thread(check, "polystill-versions");
            thread.setDaemon(true);
            return thread;
          });

  private volatile SavedModelServable served;

  /** Files of a version as they were when it was last looked at, and when it was last loaded. */
  private List<String> seen = List.of();

  private List<String> tried = List.of();

  /** Problems that the log has since the last change. */
  private final Set<String> logged = new HashSet<>();

  private ModelService(
      Path directory,
      String name,
      SavedModelServable served,
      ServerSettings settings,
      Duration longestCall,
      Optional<Path> segmenterModel)
      throws IOException {
    this.directory = directory;
    this.name = name;
    this.served = served;
    this.patience = settings.timeout();
    this.longestCall = longestCall;
    this.segmenterModel = segmenterModel;
    this.server = ModelServer.start(served, name, settings);
  }

  /**
   * Loads a model and starts a server.
   *
   * @param directory of a model, or of a version, which then is the only one
   * @param name that requests call the model; empty for that of its directory
   * @param segmenterModel of a model whose segmenter has one of its own, the directory of that
   * @throws InvalidInputException as {@link SavedModelServable#load} and {@link ModelServer#start}
   */
  public static ModelService start(
      Path directory, Optional<String> name, ServerSettings settings, Optional<Path> segmenterModel)
      throws IOException {
    // Requests have had their answer by then; what is still computing is of no use to anybody.
    return start(
        directory, name, settings, PAUSE, settings.timeout().multipliedBy(4), segmenterModel);
  }

  /**
   * The same with other times.
   *
   * @param pause between two looks at the directory
   * @param longestCall what one call may take before the model is stopped
   */
  static ModelService start(
      Path directory,
      Optional<String> name,
      ServerSettings settings,
      Duration pause,
      Duration longestCall,
      Optional<Path> segmenterModel)
      throws IOException {
    SavedModelServable first = SavedModelServable.load(directory, longestCall, segmenterModel);
    try {
      first.warmUp();
      ModelService service =
          new ModelService(
              directory, name.orElseGet(first::name), first, settings, longestCall, segmenterModel);
      var unused =
          service.checks.scheduleWithFixedDelay(
              service::check, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
      return service;
    } catch (RuntimeException | IOException e) {
      first.close();
      throw e;
    }
  }

  /** Where the server is. */
  public URI address() {
    return server.address();
  }

  /** What requests call the model. */
  public String name() {
    return name;
  }

  /** The version that is served. */
  public long version() {
    return served.version();
  }

  /** Where the model was stopped, another version is as good as the same one loaded again. */
  private void check() {
    attempt(
        this::takeNewVersion,
        served.isStopped()
            ? "version {} was stopped and no other can be loaded: {}"
            : "version {} goes on being served: {}");
    if (served.isStopped()) {
      attempt(
          () -> change(served.classifier().version()),
          "version {} was stopped and cannot be loaded again: {}");
    }
  }

  private void attempt(FailableRunnable<IOException> change, String otherwise) {
    try {
      change.run();
    } catch (Exception | OutOfMemoryError | StackOverflowError e) { // of a damaged version
      String problem = e instanceof InvalidInputException ? e.getMessage() : Answer.reason(e);
      if (logged.add(problem)) {
        LOG.warn(otherwise, version(), problem);
      }
    }
  }

  private void takeNewVersion() throws IOException {
    if (ModelVersions.isExported(directory)) {
      return; // this version, and no other
    }
    Path version = ModelVersions.resolve(directory);
    if (version.equals(directory) || version.equals(served.classifier().version())) {
      return;
    }
    List<String> files = files(version);
    if (files.equals(tried)) {
      return;
    }
    if (files.equals(seen)) { // else it may still be written
      tried = files;
      change(version);
    }
    seen = files;
  }

  private void change(Path version) throws IOException {
    SavedModelServable next = SavedModelServable.load(version, longestCall, segmenterModel);
    try {
      next.warmUp();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      next.close();
      throw e;
    }
    SavedModelServable before = served;
    server.replace(next);
    served = next;
    logged.clear();
    before.close();
    LOG.info("serving {} version {}", name, next.version());
  }

  /** Names, sizes and times of all files of a version. */
  private static List<String> files(Path version) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(version)) {
      for (Path file : (Iterable<Path>) walk.sorted()::iterator) {
        files.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  /** Takes no new requests, finishes those it has, and closes the model. */
  @Override
  public void close() {
    checks.shutdown();
    try {
      if (!checks.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a version is still being loaded");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    served.close();
  }
}
