package io.github.polystill.experiments.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTests {
  @TempDir private Path directory;

  /** Takes a directory, says so, and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (DirectoryLock lock = DirectoryLock.take(Path.of(args[0]))) {
        Files.createFile(Path.of(args[1]));
        TimeUnit.MINUTES.sleep(1);
        throw new IllegalStateException(lock.owner() + " was kept for too long");
      }
    }
  }

  private Process holder(Path sign) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString(),
                sign.toString())
            .inheritIO()
            .start();
    while (Files.notExists(sign)) {
      assertThat(process.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return process;
  }

  @Test
  void anotherProcessIsNamedAndItsEndFreesTheDirectory(@TempDir Path other) throws Exception {
    Process holder = holder(other.resolve("held"));
    try {
      assertThat(DirectoryLock.tryTake(directory)).isEmpty();
      assertThatThrownBy(() -> DirectoryLock.take(directory))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(directory + " is being worked on by process " + holder.pid())
          .hasMessageContaining(" on " + LockOwner.current().host() + ", since 20")
          .hasMessageNotContaining("\n");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    try (DirectoryLock lock = DirectoryLock.take(directory)) {
      assertThat(lock.owner().pid()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void oneProcessHasItOnceAndCanTakeItAgain() throws Exception {
    try (DirectoryLock lock = DirectoryLock.take(directory.resolve("new"))) {
      assertThat(DirectoryLock.tryTake(directory.resolve("new"))).isEmpty();
      assertThatThrownBy(() -> DirectoryLock.take(directory.resolve("new")))
          .hasMessageContaining("process " + lock.owner().pid());
    }
    DirectoryLock.take(directory.resolve("new")).close();
  }
}
