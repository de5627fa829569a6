package io.github.polystill.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The file {@code metrics.json} of a run directory: one entry per architecture, training type, seed
 * and fold, figures as fractions 0..1 with the digits that give the same double back.
 *
 * <p>An entry has a {@code seed} only where the run repeated the cross-validation with several.
 *
 * <p>The bytes depend on the figures alone: entries are sorted by architecture (in the order given
 * first), training type (teacher, standalone, distilled), seed and fold; keys have a fixed order;
 * lines end in LF; numbers are written by an algorithm that does not differ between Java versions.
 */
public final class MetricsJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Else Double.toString writes the digits, and those changed with JDK 19.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private MetricsJson() {}

  /** Writes evaluations; the file appears whole or not at all. */
  public static void write(Path file, List<FoldEvaluation> evaluations) throws IOException {
    AtomicFiles.write(file, out -> print(sorted(evaluations), out));
  }

  /**
   * Reads evaluations in the order of the file. Keys that this version does not know are skipped.
   *
   * @throws io.github.polystill.data.InvalidInputException naming the file and the line or entry,
   *     if there is no such file or it does not hold this format
   */
  public static List<FoldEvaluation> read(Path file) throws IOException {
    return new MetricsJsonReader(file).read();
  }

  /**
   * Reads evaluations that stand within another file.
   *
   * @param file for errors
   * @throws io.github.polystill.data.InvalidInputException naming the file and the entry, if they
   *     are not of this format
   */
  public static List<FoldEvaluation> read(Path file, JsonNode entries) {
    return new MetricsJsonReader(file).read(entries);
  }

  private static List<FoldEvaluation> sorted(List<FoldEvaluation> evaluations) {
    List<String> architectures =
        evaluations.stream().map(FoldEvaluation::architecture).distinct().toList();
    List<FoldEvaluation> sorted = new ArrayList<>(evaluations);
    sorted.sort(
        Comparator.<FoldEvaluation>comparingInt(e -> architectures.indexOf(e.architecture()))
            .thenComparing(FoldEvaluation::training)
            .thenComparing(FoldEvaluation::key, ModelKey.BY_FOLD));
    return sorted;
  }

  /** Indents by two spaces; lines end in LF. */
  static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }

  private static void print(List<FoldEvaluation> evaluations, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.setPrettyPrinter(printer());
      json.writeStartArray();
      for (FoldEvaluation evaluation : evaluations) {
        print(evaluation, json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void print(FoldEvaluation fold, JsonGenerator json) throws IOException {
    MultiLabelEvaluation evaluation = fold.evaluation();
    json.writeStartObject();
    for (Map.Entry<String, Object> field : fold.key().fields().entrySet()) {
      json.writeObjectField(field.getKey(), field.getValue());
    }
    json.writeNumberField("microF1", evaluation.microF1());
    json.writeNumberField("macroF1", evaluation.macroF1());
    json.writeNumberField("weightedF1", evaluation.weightedF1());
    json.writeNumberField("subsetAccuracy", evaluation.subsetAccuracy());
    json.writeNumberField("loss", evaluation.loss());
    json.writeArrayFieldStart("perLabel");
    for (LabelEvaluation label : evaluation.perLabel()) {
      print(label, fold.classWeights().get(label.label()), json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void print(LabelEvaluation label, Double classWeight, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("label", label.label());
    json.writeNumberField("support", label.support());
    json.writeNumberField("precision", label.precision());
    json.writeNumberField("recall", label.recall());
    json.writeNumberField("f1", label.f1());
    json.writeNumberField("threshold", label.threshold());
    if (classWeight != null) {
      json.writeNumberField("classWeight", classWeight);
    }
    json.writeEndObject();
  }
}
