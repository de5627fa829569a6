package io.github.polystill.distillation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrainingData;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apiguardian.api.API;

/**
 * A teacher's answers (METHOD.md, pipeline step 4): a logit for each document and label. Logits,
 * since the float nearest to a probability near 1 is 1 and says no more how sure the teacher was.
 *
 * @param ids of the documents
 * @param labels in the order of the columns
 * @param logits [ids][labels]
 * @param source names what the answers follow from, for the names of trials that learn them
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Responses(List<String> ids, List<String> labels, float[][] logits, String source) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException where there is not a row for each id or a column for each
   *     label
   */
  public Responses {
    ids = List.copyOf(ids);
    labels = List.copyOf(labels);
    if (logits.length != ids.size()) {
      throw new IllegalArgumentException(logits.length + " rows for " + ids.size() + " documents");
    }
    for (float[] row : logits) {
      if (row.length != labels.size()) {
        throw new IllegalArgumentException(row.length + " logits for " + labels.size() + " labels");
      }
    }
  }

  /** Answers whose source is their own content. */
  public static Responses of(List<String> ids, List<String> labels, float[][] logits) {
    ContentHash hash = new ContentHash();
    ids.forEach(hash::add);
    labels.forEach(hash::add);
    for (float[] row : logits) {
      hash.add(row);
    }
    return new Responses(ids, labels, logits, hash.hex());
  }

  /**
   * Puts the experts' answers side by side.
   *
   * @param experts logits of each label's expert, [documents][1] each, in label order
   * @return [documents][labels]
   */
  public static float[][] join(List<float[][]> experts) {
    float[][] joined = new float[experts.get(0).length][experts.size()];
    for (int label = 0; label < experts.size(); label++) {
      for (int i = 0; i < joined.length; i++) {
        joined[i][label] = experts.get(label)[i][0];
      }
    }
    return joined;
  }

  /** The probabilities of {@link #logitsFor}. */
  public float[][] probabilitiesFor(TrainingData data) {
    return Sigmoid.of(logitsFor(data));
  }

  /**
   * Logits in the order of a fold's documents, other texts, and labels; a row without any for
   * documents that there are no answers for.
   *
   * @return [documents and other texts][labels]
   * @throws InvalidInputException where a label or a training document has no answer
   */
  public float[][] logitsFor(TrainingData data) {
    LabelSet wanted = data.labels();
    int[] columns = new int[wanted.size()];
    for (int label = 0; label < columns.length; label++) {
      columns[label] = labels.indexOf(wanted.name(label));
      if (columns[label] < 0) {
        throw new InvalidInputException("no responses for the label " + wanted.name(label));
      }
    }
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < ids.size(); row++) {
      rows.put(ids.get(row), row);
    }
    List<String> texts = data.ids();
    float[][] answers = new float[texts.size()][0];
    for (int document = 0; document < answers.length; document++) {
      Integer row = rows.get(texts.get(document));
      if (row != null) {
        answers[document] = new float[columns.length];
        for (int label = 0; label < columns.length; label++) {
          answers[document][label] = logits[row][columns[label]];
        }
      }
    }
    for (int document : data.texts()) {
      if (answers[document].length == 0) {
        throw new InvalidInputException(
            "no responses for the training document " + texts.get(document));
      }
    }
    return answers;
  }

  /** As CSV: a header {@code id,label,...}, then a row of logits for each document. */
  public String csv() {
    List<Object> header = new ArrayList<>(List.of("id"));
    header.addAll(labels);
    StringBuilder text = new StringBuilder(line(header));
    for (int i = 0; i < logits.length; i++) {
      List<Object> cells = new ArrayList<>(List.of(ids.get(i)));
      for (float logit : logits[i]) {
        cells.add(logit);
      }
      text.append(line(cells));
    }
    return text.toString();
  }

  private static String line(List<Object> cells) {
    return CSVFormat.RFC4180.format(cells.toArray()) + "\n";
  }

  /**
   * Reads CSV as {@link #csv} writes it.
   *
   * @param name what messages call it, such as the file's path
   * @throws InvalidInputException naming the line that is wrong
   */
  public static Responses ofCsv(String text, String name) {
    List<String> ids = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    try (CSVParser csv = CSVParser.parse(new StringReader(text), CSVFormat.RFC4180)) {
      List<CSVRecord> records = csv.getRecords();
      if (records.isEmpty() || !records.get(0).get(0).equals("id") || records.get(0).size() < 2) {
        throw new InvalidInputException(
            name + ":1: no responses: the first line must be id and the names of the labels");
      }
      List<String> header = records.get(0).toList();
      for (CSVRecord record : records.subList(1, records.size())) {
        ids.add(record.get(0));
        rows.add(logits(record, header.size() - 1, name));
      }
      return of(ids, header.subList(1, header.size()), rows.toArray(float[][]::new));
    } catch (IOException | UncheckedIOException e) {
      Throwable problem = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new InvalidInputException(name + ": no CSV: " + problem.getMessage(), e);
    }
  }

  private static float[] logits(CSVRecord record, int labels, String name) {
    String where = name + ":" + record.getRecordNumber();
    if (record.size() != labels + 1) {
      throw new InvalidInputException(
          where + ": " + (record.size() - 1) + " logits for " + labels + " labels");
    }
    float[] row = new float[labels];
    for (int label = 0; label < labels; label++) {
      try {
        row[label] = Float.parseFloat(record.get(label + 1));
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            where + ": '" + record.get(label + 1) + "' is no number; give the teacher's logit", e);
      }
    }
    return row;
  }

  private record Json(List<String> ids, List<String> labels, float[][] logits) {
    @JsonCreator
    Json(
        @JsonProperty(value = "ids", required = true) List<String> ids,
        @JsonProperty(value = "labels", required = true) List<String> labels,
        @JsonProperty(value = "logits", required = true) float[][] logits) {
      this.ids = ids;
      this.labels = labels;
      this.logits = logits;
    }
  }

  /** As a JSON object with the keys {@code ids}, {@code labels} and {@code logits}. */
  public String json() {
    return RecordsJson.line(new Json(ids, labels, logits));
  }

  /**
   * Reads JSON as {@link #json} writes it.
   *
   * @param name what messages call it
   * @throws InvalidInputException where it is none
   */
  public static Responses ofJson(String text, String name) {
    try {
      Json json = RecordsJson.parse(text.getBytes(StandardCharsets.UTF_8), Json.class);
      return of(json.ids, json.labels, json.logits);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          name + ": no responses; give an object with ids, labels and logits", e);
    }
  }
}
