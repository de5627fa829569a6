package io.github.polystill.experiments.environment;

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
    Optional<Boolean> dirty =
        git(root.get(), "diff", "--shortstat", "HEAD").map(changes -> !changes.isEmpty());
    return git(directory, "rev-parse", "HEAD")
        .map(commit -> new GitCheckout(commit, dirty))
        .orElse(UNKNOWN);
  }

  /** A line that a git command writes, or empty where it fails or hangs. */
  private static Optional<String> git(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
