package io.github.polystill.experiments.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockDirectoryTests {
  private static final LockTiming FAST =
      new LockTiming(Duration.ofMillis(20), Duration.ofMillis(400));

  @TempDir private Path directory;

  /** Holds a lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      LockDirectory locks = new LockDirectory(Path.of(args[0]), LockTiming.STANDARD);
      locks
          .tryLock("a")
          .orElseThrow()
          .during(
              () -> {
                Files.createFile(Path.of(args[0]).resolve("ready"));
                Thread.sleep(60_000);
                return null;
              });
    }
  }

  @Test
  void onlyOneHasALockAndTheNextGetsItAfterwards() throws Exception {
    try (LockDirectory one = new LockDirectory(directory, FAST);
        LockDirectory other = new LockDirectory(directory, FAST)) {
      HeldLock held = one.tryLock("a").orElseThrow();
      assertThat(held.takenOverFrom()).isEmpty();
      assertThat(other.tryLock("a")).isEmpty();
      assertThat(one.tryLock("a")).isEmpty();
      assertThat(other.holder("a")).contains(one.self());
      assertThat(other.others()).containsExactly(one.self());
      assertThat(other.tryLock("b").orElseThrow().during(() -> 7)).isEqualTo(7);

      Thread.sleep(2 * FAST.deadAfter().toMillis()); // it goes on giving signs of life
      assertThat(other.tryLock("a")).isEmpty();

      held.during(() -> null);
      assertThat(other.tryLock("a").orElseThrow().takenOverFrom()).isEmpty();
    }
  }

  @Test
  void locksOfAKilledProcessOfThisMachineAreTakenOverAtOnce() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    try (LockDirectory locks = new LockDirectory(directory, LockTiming.STANDARD)) {
      while (!Files.exists(directory.resolve("ready"))) {
        assertThat(process.isAlive()).isTrue();
        Thread.sleep(20);
      }
      assertThat(locks.tryLock("a")).isEmpty();
      LockOwner holder = locks.holder("a").orElseThrow();
      assertThat(holder.pid()).isEqualTo(process.pid());

      process.destroyForcibly().waitFor();

      HeldLock held = locks.tryLock("a").orElseThrow();
      assertThat(held.takenOverFrom()).contains(holder);
      assertThat(locks.others()).isEmpty();
      held.during(() -> null);
      assertThat(names()).containsExactly("ready");
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.endsWith(".owner"))
          .toList();
    }
  }

  /** A process of another machine, which this one cannot ask for. */
  private LockOwner foreign(String id) throws IOException {
    LockOwner owner = new LockOwner(id, "elsewhere", "another boot", 1);
    AtomicFiles.writeDirectory(
        directory.resolve("a.1"),
        files -> new ObjectMapper().writeValue(files.resolve("owner.json").toFile(), owner));
    return owner;
  }

  @Test
  void locksOfAnotherMachineAreTakenOverOnceItsHeartbeatStops() throws Exception {
    LockOwner owner = foreign("gone");
    try (LockDirectory locks = new LockDirectory(directory, FAST)) {
      long end = System.nanoTime() + FAST.deadAfter().toNanos() * 2;
      for (int beat = 0; System.nanoTime() < end; beat++) {
        String sign = "{\"owner\":" + new ObjectMapper().writeValueAsString(owner);
        AtomicFiles.writeString(directory.resolve("gone.owner"), sign + ",\"count\":" + beat + "}");
        assertThat(locks.tryLock("a")).isEmpty();
        Thread.sleep(50);
      }
      Optional<HeldLock> held = Optional.empty();
      for (int i = 0; i < 100 && held.isEmpty(); i++) {
        Thread.sleep(20);
        held = locks.tryLock("a");
      }
      assertThat(held.orElseThrow().takenOverFrom()).contains(owner);
      held.orElseThrow().during(() -> null);
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void ofManyThatWaitForADeadOwnersLockOneGetsItAtATime() throws Exception {
    foreign("gone");
    int waiting = 6;
    List<LockDirectory> all = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(waiting, task -> new Thread(task, "lock-test"));
    CyclicBarrier start = new CyclicBarrier(waiting);
    Path inside = directory.resolve("inside");
    List<Future<Integer>> results = new ArrayList<>();
    try {
      for (int i = 0; i < waiting; i++) {
        LockDirectory locks = new LockDirectory(directory, FAST);
        all.add(locks);
        Callable<Integer> work =
            () -> {
              start.await();
              int times = 0;
              for (int round = 0; round < 5; round++) {
                times +=
                    locks
                        .lock("a", holder -> {})
                        .during(
                            () -> {
                              Files.createFile(inside); // fails where somebody else is in here
                              Thread.sleep(2);
                              Files.delete(inside);
                              return 1;
                            });
              }
              return times;
            };
        results.add(threads.submit(work));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(5);
      }
    } finally {
      threads.shutdownNow();
      for (LockDirectory locks : all) {
        locks.close();
      }
    }
  }

  @Test
  void aDamagedLockIsTakenOverAsWell() throws Exception {
    Path claim = Files.createDirectory(directory.resolve("a.1"));
    Files.createFile(claim.resolve("owner.json")); // what a machine's sudden end may leave
    try (LockDirectory locks = new LockDirectory(directory, FAST)) {
      assertThat(locks.tryLock("a")).isEmpty();
      Thread.sleep(FAST.deadAfter().toMillis() + 50);
      assertThat(locks.tryLock("a")).isPresent();
    }
  }

  @Test
  void anOwnerIsAliveThoughTheClockWasSetSinceItBegan() throws Exception {
    LockOwner self = LockOwner.current();
    String earlier =
        String.format(
            Locale.ROOT,
            "{\"id\":\"alive\",\"host\":\"%s\",\"processSpace\":\"%s\",\"pid\":%d,\"started\":1}",
            self.host(),
            self.processSpace(),
            self.pid());
    AtomicFiles.writeDirectory(
        directory.resolve("a.1"), files -> Files.writeString(files.resolve("owner.json"), earlier));
    try (LockDirectory locks = new LockDirectory(directory, LockTiming.STANDARD)) {
      assertThat(locks.tryLock("a")).isEmpty();
      assertThat(locks.holder("a").orElseThrow().id()).isEqualTo("alive");
    }
  }

  @Test
  void whatAProcessIsWritingAsItStartsIsNotTakenForALeftOver() throws Exception {
    try (LockDirectory locks = new LockDirectory(directory, LockTiming.STANDARD)) {
      Path fresh = Files.createFile(directory.resolve(".new.owner.1.tmp"));
      Path old = Files.createDirectory(directory.resolve(".a.1.2.tmp"));
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(90)));
      locks.removeLeftOvers();
      assertThat(fresh).exists();
      assertThat(old).doesNotExist();
    }
  }

  @Test
  void aNameThatWasGivenBackAndTakenAgainIsNotTheDeadOwnersAnyMore() throws Exception {
    foreign("gone");
    try (LockDirectory slow = new LockDirectory(directory, LockTiming.STANDARD);
        LockDirectory fast = new LockDirectory(directory, LockTiming.STANDARD)) {
      List<LockDirectory.Claim> seen = slow.claims("a");
      AtomicFiles.deleteRecursively(directory.resolve("a.1")); // somebody took it over and back
      HeldLock held = fast.tryLock("a").orElseThrow();

      assertThat(slow.claim("a", seen)).isEmpty();

      assertThat(names()).containsExactly("a.1");
      held.during(() -> null);
      assertThat(slow.tryLock("a")).isPresent();
    }
  }
}
