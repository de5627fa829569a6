package io.github.polystill.distillation;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.polystill.data.RecordsJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apiguardian.api.API;

/**
 * How a file holds a teacher's answers. It says of each number whether it is a probability or a
 * logit: no number between 0 and 1 shows that by itself, and a student that learns the one for the
 * other fails without a sign.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ResponsesFormat {
  /**
   * A header {@code id,LABEL:probability,...}, or with {@code LABEL:logit}, and a row for each
   * document.
   */
  CSV {
    @Override
    public String header(List<String> labels) {
      List<String> cells = new ArrayList<>(List.of(ID));
      labels.forEach(label -> cells.add(label + Scale.PROBABILITY.suffix()));
      return row(cells);
    }

    @Override
    public String line(String id, List<String> labels, float[] probabilities) {
      List<String> cells = new ArrayList<>(List.of(id));
      for (float probability : probabilities) {
        cells.add(NumberOutput.toString(probability, true)); // digits that no JDK decides
      }
      return row(cells);
    }

    private String row(List<String> cells) {
      return CSVFormat.RFC4180.format(cells.toArray()) + "\n";
    }
  },
  /**
   * An object on each line, {@code {"id": ..., "probabilities": {LABEL: ...}}}, or with {@code
   * logits}; other keys are not read, so what {@code polystill predict} prints is one too.
   */
  JSONL {
    @Override
    public String header(List<String> labels) {
      return "";
    }

    @Override
    public String line(String id, List<String> labels, float[] probabilities) {
      Map<String, Float> byLabel = new LinkedHashMap<>();
      for (int label = 0; label < probabilities.length; label++) {
        byLabel.put(labels.get(label), probabilities[label]);
      }
      Map<String, Object> object = new LinkedHashMap<>();
      object.put(ID, id);
      object.put(Scale.PROBABILITY.key(), byLabel);
      return RecordsJson.line(object) + "\n";
    }
  };

  static final String ID = "id";

  /** What a number says. */
  enum Scale {
    PROBABILITY("probability", "probabilities"),
    LOGIT("logit", "logits");

    private final String name;
    private final String key;

    Scale(String name, String key) {
      this.name = name;
      this.key = key;
    }

    /** Of a column of CSV. */
    String suffix() {
      return ":" + name;
    }

    /** In an object of JSON Lines. */
    String key() {
      return key;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What stands before the first answers. */
  public abstract String header(List<String> labels);

  /** The answers to one document. */
  public abstract String line(String id, List<String> labels, float[] probabilities);
}
