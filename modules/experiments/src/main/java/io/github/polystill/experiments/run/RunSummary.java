package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.report.figures.CorpusProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report needs of a run and no other file of it has, as {@code summary.json}: so that a
 * report can be made again when the corpus is gone.
 *
 * @param notice what must be said with every figure, such as that the corpus is synthetic
 * @param remarks sentences that belong to the figures
 * @param warnings what happened that the user should look at
 * @param corpus counts of labels
 * @param work when, for how long and by which command the results were made, as {@link
 *     RunFacts#work}
 */
record RunSummary(
    Optional<String> notice,
    List<String> remarks,
    List<String> warnings,
    CorpusProfile corpus,
    Optional<Map<String, String>> work) {
  /** What warns, each sentence once. */
  List<String> allWarnings() {
    return Stream.concat(remarks.stream(), warnings.stream())
        .distinct()
        .filter(it -> !plainRemarks().contains(it))
        .toList();
  }

  /** Remarks that warn of nothing. */
  List<String> plainRemarks() {
    return remarks.stream()
        .filter(it -> !it.startsWith("Warning: ") && !warnings.contains(it))
        .toList();
  }

  void write(Path file) throws IOException {
    AtomicFiles.writeString(file, RecordsJson.line(this) + "\n");
  }

  /** Reads the file. */
  static RunSummary read(Path file) throws IOException {
    return RecordsJson.readOne(
        file, RunSummary.class, "start the run again with polystill run, which writes it");
  }
}
