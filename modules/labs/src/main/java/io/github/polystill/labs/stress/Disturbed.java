package io.github.polystill.labs.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A command that is disturbed: how it is called, and what it must come to however often that was.
 */
interface Disturbed {

  /** The command. */
  String name();

  /** The arguments with which it writes to a directory of its own, and goes on there. */
  List<String> arguments(Path out);

  /**
   * Waits until a process has done its work and ended; ends one that would not end by itself.
   *
   * @throws IOException saying why it failed
   */
  default void finish(Process process, Path out) throws IOException, InterruptedException {
    int exit = Processes.waitFor(process);
    if (exit != 0) {
      throw new IOException(name() + " ended with " + exit + ": " + Processes.lastLine(out));
    }
  }

  /** The files below a directory that a command wrote to, with the names they are compared by. */
  default Map<Path, String> files(Path out) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(file, out.relativize(file).toString()));
    }
    return files;
  }

  /** Whether the content of a file is the same each time. */
  default boolean isTheSame(String file) {
    return true;
  }

  /** What is not as it was left by a process that was not disturbed, a line each. */
  default List<String> differences(Path undisturbed, Path out) throws IOException {
    Map<String, Path> expected = new TreeMap<>();
    files(undisturbed).forEach((file, name) -> expected.put(name, file));
    Map<Path, String> found = files(out);
    List<String> differences = new ArrayList<>();
    for (String name : expected.keySet()) {
      if (!found.containsValue(name)) {
        differences.add(out + " has no " + name);
      }
    }
    for (Map.Entry<Path, String> each : found.entrySet()) {
      Path file = expected.get(each.getValue());
      if (file == null) {
        differences.add(each.getKey() + " is left over");
      } else if (isTheSame(each.getValue()) && Files.mismatch(file, each.getKey()) >= 0) {
        differences.add(each.getKey() + " differs from " + file);
      }
    }
    return differences;
  }
}
