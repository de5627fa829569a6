package io.github.polystill.experiments.environment;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The commit of a checkout of polystill.
 *
 * @param commit full hash, or {@code unknown} outside a checkout
 * @param dirty whether tracked files differ from the commit; empty where that is unknown
 */
record GitCheckout(String commit, Optional<Boolean> dirty) {
  static final GitCheckout UNKNOWN = new GitCheckout("unknown", Optional.empty());

  private static final int TIMEOUT_SECONDS = 5;

  /** The checkout that the running classes were built in. */
  static GitCheckout ofRunningCode() {
    CodeSource source = GitCheckout.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return UNKNOWN;
    }
    try {
      return of(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException e) {
      return UNKNOWN;
    }
  }

  /** The checkout around a directory; a repository of something else does not count. */
  static GitCheckout of(Path directory) {
    Optional<Path> root = git(directory, "rev-parse", "--show-toplevel").map(Path::of);
    if (root.isEmpty() || !Files.exists(root.get().resolve("modules/experiments/pom.xml"))) {
      return UNKNOWN;
    }
    return git(directory, "rev-parse", "HEAD")
        .map(commit -> new GitCheckout(commit, isDirty(root.get())))
        .orElse(UNKNOWN);
  }

  private static Optional<Boolean> isDirty(Path root) {
    return git(root, "status", "--porcelain", "--untracked-files=no")
        .map(changes -> !changes.isEmpty());
  }

  /** Output of a git command without blanks around it, or empty where it fails or hangs. */
  private static Optional<String> git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
    command.addAll(List.of(arguments));
    Path output = null;
    try {
      output = Files.createTempFile("polystill-git", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File(nullDevice())))
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0
          ? Optional.of(Files.readString(output, StandardCharsets.UTF_8).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      deleteQuietly(output);
    }
  }

  private static String nullDevice() {
    return File.separatorChar == '\\' ? "NUL" : "/dev/null";
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
