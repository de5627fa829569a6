package io.github.polystill.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.WallClock;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.models.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedVersionsTests {
  @TempDir private Path model;

  /** Begins to write a version and never ends. */
  static final class Exporting {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (DirectoryLock lock = DirectoryLock.take(Path.of(arguments[0]))) {
        System.out.println("writing");
        Thread.sleep(60_000);
        throw new IllegalStateException(lock.owner() + " was kept for too long");
      }
    }
  }

  private Path unfinished(String name) throws IOException {
    Path files = Files.createDirectory(model.resolve(name));
    Files.createDirectory(files.resolve("variables"));
    return files;
  }

  @Test
  void whatAKilledProcessHasLeftIsDeletedOnceItIsDead() throws Exception {
    Path files = unfinished(".1.04356b5e-0000.tmp");
    Process process =
        new ProcessBuilder(JavaProcess.command(List.of(), Exporting.class, files.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("writing");
      UnfinishedVersions.sweep(model);
      assertThat(files).isDirectory();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    UnfinishedVersions.sweep(model);
    assertThat(model).isEmptyDirectory();
  }

  @Test
  void whatNobodyIsKnownToWriteIsDeletedWhenItIsOld() throws IOException {
    Path old = unfinished(".1.04356b5e-0000.tmp");
    Path recent = unfinished(".2.04356b5e-0000.tmp");
    Path other = unfinished(".mine.04356b5e-0000.tmp");
    Path version = unfinished("3");
    FileTime then = FileTime.from(WallClock.now().minus(Duration.ofDays(3)));
    for (Path each : new Path[] {old, other, version}) {
      Files.setLastModifiedTime(each, then);
    }
    UnfinishedVersions.sweep(model);
    assertThat(old).doesNotExist();
    for (Path each : new Path[] {recent, other, version}) {
      assertThat(each).isDirectory();
    }
    UnfinishedVersions.sweep(model.resolve("none"));
  }
}
