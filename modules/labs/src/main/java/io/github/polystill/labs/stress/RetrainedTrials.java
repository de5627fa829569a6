package io.github.polystill.labs.stress;

import io.github.polystill.data.ContentHash;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks at a run directory between two processes and notices a trial that is trained though it was
 * finished: its record tells when and how long it was trained, so it never stays the same, and the
 * log tells that it was begun.
 */
final class RetrainedTrials {
  private static final String RUNG = "rung.json";

  private final RunDirectory directory;
  private Map<String, String> finished = Map.of();
  private int events;
  private int trained;

  RetrainedTrials(RunDirectory directory) {
    this.directory = directory;
  }

  /** Looks again; the lines are problems. */
  List<String> check() throws IOException {
    List<String> problems = new ArrayList<>();
    Map<String, String> now = records();
    finished.forEach(
        (trial, record) -> {
          if (!record.equals(now.get(trial))) {
            problems.add("trial " + trial + " was finished and is gone or another now");
          }
        });
    List<RunLog.Event> log = RunLog.read(directory.logFile());
    for (RunLog.Event event : log.subList(Math.min(events, log.size()), log.size())) {
      if (event.event().equals("trial-started") && finished.containsKey(event.text("hash"))) {
        problems.add("trial " + event.text("hash") + " was finished and is trained again");
      }
    }
    trained +=
        (int)
            now.entrySet().stream()
                .filter(trial -> !finished.containsKey(trial.getKey()))
                .filter(trial -> !trial.getValue().startsWith(RUNG))
                .count();
    events = log.size();
    finished = now;
    return problems;
  }

  /** Trials that were finished at some look and not at the one before. */
  int trained() {
    return trained;
  }

  /** What the run was doing, by the last event that it logged. */
  String stage() throws IOException {
    List<RunLog.Event> log = RunLog.read(directory.logFile());
    if (log.size() <= events) {
      return "starting";
    }
    return switch (log.get(log.size() - 1).event()) {
      case "trained" -> "writing results";
      case "finished" -> "ending";
      default -> "training";
    };
  }

  /** Names, times and checksums of the records of trials that are finished or were stopped. */
  private Map<String, String> records() throws IOException {
    Map<String, String> records = new TreeMap<>();
    Path trials = directory.trials();
    if (!Files.isDirectory(trials)) {
      return records;
    }
    List<Path> entries;
    try (Stream<Path> all = Files.list(trials)) {
      entries = all.filter(path -> !path.getFileName().toString().startsWith(".")).toList();
    }
    for (Path entry : entries) {
      for (String name : List.of("trial.json", "failed.json", RUNG)) {
        Path record = entry.resolve(name);
        if (Files.exists(record)) {
          String identity =
              name + " " + Files.getLastModifiedTime(record) + " " + ContentHash.ofFile(record);
          records.put(entry.getFileName().toString(), identity);
        }
      }
    }
    return records;
  }
}
