package io.github.polystill.data.transformers;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Looks for the module once: on the class path, else with the launcher of a checkout, which
 * downloads and builds it the first time and names its jars. Their classes then see those of this
 * JVM and not the other way round, so nothing has to be started again.
 */
final class InstalledTransformers {
  /** The script that started this JVM; ./polystill sets it. */
  private static final String LAUNCHER = "POLYSTILL_LAUNCHER";

  private static Optional<Transformers> found = Optional.empty();

  private InstalledTransformers() {}

  static synchronized Optional<Transformers> find() {
    if (found.isEmpty()) {
      found = of(InstalledTransformers.class.getClassLoader());
      String launcher = System.getenv(LAUNCHER);
      if (found.isEmpty() && launcher != null) {
        found = of(added(launcher));
      }
    }
    return found;
  }

  private static Optional<Transformers> of(ClassLoader loader) {
    return ServiceLoader.load(Transformers.class, loader).findFirst();
  }

  private static ClassLoader added(String launcher) {
    try {
      Process process =
          new ProcessBuilder(launcher, "--class-path-of", "transformers")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      URL[] jars =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(InstalledTransformers::url)
              .toArray(URL[]::new);
      if (process.waitFor() != 0) {
        throw InvalidInputException.of(
            "could not add the module transformers, as %s says above", launcher);
      }
      // Open as long as the JVM runs: classes are loaded from it when they are first used.
      return new URLClassLoader(jars, InstalledTransformers.class.getClassLoader());
    } catch (IOException e) {
      throw InvalidInputException.of(
          e, "could not add the module transformers: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw InvalidInputException.of(e, "adding the module transformers was interrupted");
    }
  }

  private static URL url(String jar) {
    try {
      return Path.of(jar).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar, e);
    }
  }
}
