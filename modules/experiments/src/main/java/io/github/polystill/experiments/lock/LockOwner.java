package io.github.polystill.experiments.lock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that holds locks.
 *
 * @param id random, so that no two owners are taken for one
 * @param host name of its machine
 * @param processSpace within which its number means something: a start of the machine and, on
 *     Linux, a namespace of processes, as two containers can have the same name and numbers; empty
 *     where that is unknown
 * @param pid its number
 * @param started when it began, in milliseconds since 1970, as another process may get its number;
 *     0 where that is unknown
 */
public record LockOwner(String id, String host, String processSpace, long pid, long started) {

  /** A new owner in this process. */
  static LockOwner current() {
    ProcessHandle process = ProcessHandle.current();
    return new LockOwner(
        UUID.randomUUID().toString(), hostName(), thisSpace(), process.pid(), started(process));
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
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

  /** Whether this process can tell by its number that the owner has ended. */
  boolean hasEnded() {
    if (processSpace.isEmpty() || !processSpace.equals(thisSpace())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || started(process.get()) != started;
  }

  /** Such as {@code process 4711 on node3}. */
  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
