package io.github.polystill.experiments.lock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A process that owns a directory.
 *
 * @param id random, so that no two owners are taken for one
 * @param host name of its machine
 * @param processSpace within which its number means something: a start of the machine and, on
 *     Linux, a namespace of processes, as two containers can have the same name and numbers; empty
 *     where that is unknown
 * @param pid its number
 * @param since when it took the directory, in UTC
 */
public record LockOwner(String id, String host, String processSpace, long pid, String since) {

  /** A new owner in this process. */
  public static LockOwner current() {
    return new LockOwner(
        UUID.randomUUID().toString(),
        hostName(),
        thisSpace(),
        ProcessHandle.current().pid(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String thisSpace() {
    try {
      String start =
          Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
      return start.strip() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return ""; // not Linux
    }
  }

  /**
   * Whether this process can tell by its number that the owner has ended. Not by when the process
   * of that number began, which seems to change as the clock is set.
   */
  public boolean hasEnded() {
    if (processSpace.isEmpty() || !processSpace.equals(thisSpace())) {
      return false;
    }
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** Such as {@code process 4711 on node3, since 2026-11-30T08:00:00Z}. */
  @Override
  public String toString() {
    return "process " + pid + " on " + host + ", since " + since;
  }
}
