package io.github.polystill.evaluation;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.polystill.data.AtomicFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apiguardian.api.API;

/**
 * The file format of predictions: UTF-8 CSV with the header {@code
 * id,<label>:true,<label>:probability,...}, true as 0 or 1, probabilities with the digits that give
 * the same float back. The bytes depend on the predictions alone, not on the Java version.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class PredictionsCsv {
  static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  static final String ID = "id";
  static final String TRUE = ":true";
  static final String PROBABILITY = ":probability";

  private PredictionsCsv() {}

  /** Writes predictions; the file appears whole or not at all. */
  public static void write(Path file, Predictions predictions) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          print(predictions, writer);
          writer.flush();
        });
  }

  /**
   * Reads predictions; a byte order mark is skipped.
   *
   * @throws io.github.polystill.data.InvalidInputException naming file and line, if there is no
   *     such file or it does not hold this format
   */
  public static Predictions read(Path file) throws IOException {
    return new PredictionsCsvReader(file).read();
  }

  private static void print(Predictions predictions, Writer writer) throws IOException {
    List<String> row = new ArrayList<>();
    row.add(ID);
    for (String label : predictions.labels().names()) {
      row.add(label + TRUE);
      row.add(label + PROBABILITY);
    }
    FORMAT.printRecord(writer, row.toArray());
    for (int i = 0; i < predictions.ids().size(); i++) {
      row.clear();
      row.add(predictions.ids().get(i));
      for (int j = 0; j < predictions.labels().size(); j++) {
        row.add(predictions.truth()[i][j] ? "1" : "0");
        // Not Float.toString, whose digits are the JDK's business and were redefined in 19.
        row.add(NumberOutput.toString(predictions.probabilities()[i][j], true));
      }
      FORMAT.printRecord(writer, row.toArray());
    }
  }
}
