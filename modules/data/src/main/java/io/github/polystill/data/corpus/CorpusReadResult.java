package io.github.polystill.data.corpus;

import io.github.polystill.data.Document;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a corpus file holds.
 *
 * @param documents the valid documents in the order of the file
 * @param problems every problem in the order of the file; a record may have several
 * @param records number of records, valid or not
 * @param warnings what is legal but hardly meant, such as labels joined by another separator
 * @param notes how the file was understood, such as that documents are named by their lines
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CorpusReadResult(
    List<Document> documents,
    List<CorpusProblem> problems,
    int records,
    List<String> warnings,
    List<String> notes) {
  public CorpusReadResult {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /** Number of records that are not among {@link #documents()}. */
  public int skipped() {
    return records - documents.size();
  }
}
