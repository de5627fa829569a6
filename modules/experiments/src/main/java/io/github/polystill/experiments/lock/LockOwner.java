package io.github.polystill.experiments.lock;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 */
@JsonIgnoreProperties(ignoreUnknown = true) // earlier versions wrote when it began
public record LockOwner(String id, String host, String processSpace, long pid) {

  /** A new owner in this process. */
  public static LockOwner current() {
    return new LockOwner(
        UUID.randomUUID().toString(), hostName(), thisSpace(), ProcessHandle.current().pid());
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
   * of that number began, which seems to change as the clock is set; if another process has got the
   * number, the owner's heartbeat tells.
   */
  public boolean hasEnded() {
    if (processSpace.isEmpty() || !processSpace.equals(thisSpace())) {
      return false;
    }
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  /** Such as {@code process 4711 on node3}. */
  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
