package io.github.polystill.labs.stress;

import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills a command at random moments and starts it again, until it was killed often enough; one
 * start in five is left to end, and what it has written is compared with what an undisturbed one
 * wrote.
 */
final class KilledCommand {
  /** Moments later than the end of an undisturbed process are none. */
  private static final double LATEST = 1.25;

  private final Disturbed command;
  private final Processes processes;
  private final SplittableRandom moments;
  private final List<String> problems = new ArrayList<>();
  private int killed;
  private int finished;

  KilledCommand(Disturbed command, Processes processes, long seed) {
    this.command = command;
    this.processes = processes;
    this.moments = new SplittableRandom(seed);
  }

  /** Does it, in a directory with what an undisturbed process wrote in so many nanoseconds. */
  void kill(int kills, Path undisturbed, long nanos) throws IOException, InterruptedException {
    for (int round = 1; killed < kills && problems.isEmpty(); round++) {
      Path out = Files.createDirectory(undisturbed.resolveSibling("killed-" + round));
      boolean ended = false;
      while (!ended && problems.isEmpty()) {
        Process process = processes.startDisturbed(command.arguments(out), out, moments.nextLong());
        double moment = LATEST * moments.nextDouble();
        ended =
            killed >= kills
                || moment > 1
                || process.waitFor((long) (moment * nanos), TimeUnit.NANOSECONDS);
        if (ended) {
          end(process, undisturbed, out);
        } else {
          process.destroyForcibly().waitFor();
          killed++;
        }
      }
      if (problems.isEmpty()) {
        AtomicFiles.deleteRecursively(out);
      }
    }
  }

  private void end(Process process, Path undisturbed, Path out) throws InterruptedException {
    try {
      command.finish(process, out);
      finished++;
      problems.addAll(command.differences(undisturbed, out));
    } catch (IOException e) {
      problems.add(e.getMessage());
    }
  }

  int killed() {
    return killed;
  }

  int finished() {
    return finished;
  }

  List<String> problems() {
    return problems;
  }
}
