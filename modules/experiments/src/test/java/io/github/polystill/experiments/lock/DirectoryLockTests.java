package io.github.polystill.experiments.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeInPlaceOfTheFileIsNotWaitedFor() throws Exception {
    Path pipe = directory.resolve(DirectoryLock.file());
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0);
    for (ThrowingCallable opening :
        List.<ThrowingCallable>of(
            () -> DirectoryLock.take(directory),
            () -> DirectoryLock.requireFree(directory),
            () -> DirectoryLock.isAbandoned(directory))) {
      assertThatThrownBy(opening)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(pipe + ": is a pipe or a device; put a file in its place");
    }
  }

  private Process holder(Path sign) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                JavaProcess.command(List.of(), Holder.class, directory.toString(), sign.toString()))
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
          .hasMessageContaining(" on " + DirectoryLock.Owner.current().host() + ", since 20")
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

  /** Who comes between an owner's lock and its name is told the name, not the owner before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOwnerThatHasNotWrittenItsNameYetIsWaitedFor(boolean ownerBefore) throws Exception {
    Path file = directory.resolve(DirectoryLock.file());
    DirectoryLock.Owner owner = DirectoryLock.Owner.current();
    ObjectMapper json = new ObjectMapper();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      if (ownerBefore) {
        assumeFalse(owner.processSpace().isEmpty(), "another end of a process is not told");
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        DirectoryLock.Owner before =
            new DirectoryLock.Owner(
                "x", owner.host(), owner.processSpace(), ended.pid(), owner.since());
        channel.write(ByteBuffer.wrap(json.writeValueAsBytes(before)));
      }
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  channel.truncate(0);
                  channel.write(ByteBuffer.wrap(json.writeValueAsBytes(owner)), 0);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
      assertThatThrownBy(() -> DirectoryLock.take(directory))
          .hasMessageContaining(" is being worked on by " + owner + ";");
      writing.get();
    }
  }
}
