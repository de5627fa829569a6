package io.github.polystill.labs.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gives a command a small file system to write to and makes it larger, a little at a time: for want
 * of room it must end with one line and leave nothing half-written, and with room enough it must
 * come to what it comes to elsewhere.
 *
 * <p>The file system is a tmpfs in a namespace of its own, which Linux lets some users mount.
 */
final class FullDisk {
  private static final List<String> NAMESPACE =
      List.of("unshare", "--user", "--map-root-user", "--mount");

  /** How each attempt ended is told by a line of its own among what the command says. */
  private static final String ENDED = "ended with ";

  private static final String LEFT = "left over: ";

  /**
   * Arguments: the directory, where its files go in the end, sizes in KiB, {@code --}, a command.
   */
  private static final String SCRIPT =
      """
      disk=$1; out=$2; shift 2; sizes=
      while [ "$1" != -- ]; do sizes="$sizes $1"; shift; done
      shift
      mount -t tmpfs -o size=4k none "$disk" || exit 99
      for size in $sizes; do
        mount -o remount,size="$size"k "$disk" || exit 99
        "$@"
        code=$?
        echo "ended with $code"
        find "$disk" -name '.*.tmp' | sed 's/^/left over: /'
        if [ $code -eq 0 ]; then break; fi
      done
      cp -R "$disk/." "$out"
      """;

  private static final int ROOM_ENOUGH = 64 << 10;
  private static final int BAD_INPUT = 2;

  private FullDisk() {}

  /** Whether this user may mount a small file system here. */
  static boolean isToBeHad(Path directory) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(NAMESPACE);
    command.addAll(List.of("mount", "-t", "tmpfs", "-o", "size=4k", "none", directory.toString()));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  /**
   * Starts a command until it has room; the lines are problems.
   *
   * @param times how often there is less room than it takes
   * @param undisturbed what it writes where there is enough
   */
  static List<String> fill(
      Disturbed command, Processes processes, int times, Path undisturbed, long seed)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Path disk = Files.createDirectory(undisturbed.resolveSibling("disk"));
    Path out = Files.createDirectory(undisturbed.resolveSibling("filled"));
    List<String> shell = new ArrayList<>(NAMESPACE);
    shell.addAll(List.of("sh", "-c", SCRIPT, "sh", disk.toString(), out.toString()));
    long needed = size(command, undisturbed) >> 10;
    random.longs(times, 4, Math.max(5, needed)).sorted().forEach(s -> shell.add(Long.toString(s)));
    shell.addAll(List.of(Integer.toString(ROOM_ENOUGH + 2 * (int) needed), "--"));
    int exit =
        Processes.waitFor(
            processes.startDisturbed(shell, command.arguments(disk), out, random.nextLong()));
    List<String> problems = problems(command, Processes.said(out));
    if (exit != 0) {
      problems.add("no disk could be filled: " + Processes.lastLine(out));
    } else if (problems.isEmpty()) {
      problems.addAll(command.differences(undisturbed, out));
    }
    return problems;
  }

  /** Bytes of the results, less than what else is beside them while they are written. */
  private static long size(Disturbed command, Path undisturbed) throws IOException {
    long size = 0;
    for (Path file : command.files(undisturbed).keySet()) {
      size += Files.size(file);
    }
    return size;
  }

  private static List<String> problems(Disturbed command, String said) {
    List<String> problems = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    int exit = BAD_INPUT;
    for (String line : said.lines().toList()) {
      if (line.startsWith("polystill: ") || line.contains("Exception")) {
        errors.add(line);
      } else if (line.startsWith(LEFT)) {
        problems.add(command.name() + " for want of room " + line);
      } else if (line.startsWith(ENDED)) {
        exit = Integer.parseInt(line.substring(ENDED.length()));
        boolean clear = errors.size() == 1 && errors.get(0).startsWith("polystill: disk full ");
        if (exit != 0 && !(exit == BAD_INPUT && clear)) {
          problems.add(command.name() + " for want of room ended with " + exit + " and " + errors);
        }
        errors.clear();
      }
    }
    if (exit != 0) {
      problems.add(command.name() + " does not go on where there is room: " + said);
    }
    return problems;
  }
}
