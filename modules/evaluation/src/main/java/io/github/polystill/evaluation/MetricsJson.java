package io.github.polystill.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * The file {@code metrics.json} of a run directory: one entry per architecture, training type, seed
 * and fold, figures as fractions 0..1 with the digits that give the same double back.
 *
 * <p>An entry has a {@code seed} only where the run repeated the cross-validation with several, and
 * a {@code fidelity} only of a distilled student.
 *
 * <p>The bytes depend on the figures alone: entries are sorted by architecture (in the order given
 * first), training type (teacher, standalone, distilled), seed and fold; keys have a fixed order;
 * lines end in LF; numbers are written by an algorithm that does not differ between Java versions.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class MetricsJson {
  private MetricsJson() {}

  /** Writes evaluations; the file appears whole or not at all. */
  public static void write(Path file, List<FoldEvaluation> evaluations) throws IOException {
    RecordsJson.write(file, entries(evaluations));
  }

  /** What {@link #write} writes, to stand within another file. */
  public static List<Map<String, Object>> entries(List<FoldEvaluation> evaluations) {
    return sorted(evaluations).stream().map(MetricsJson::fields).toList();
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

  private static Map<String, Object> fields(FoldEvaluation fold) {
    ObjectNode evaluation = RecordsJson.mapper().valueToTree(fold.evaluation());
    for (JsonNode label : evaluation.path("perLabel")) {
      Double classWeight = fold.classWeights().get(label.path("label").textValue());
      if (classWeight != null) {
        ((ObjectNode) label).put("classWeight", classWeight);
      }
    }
    Map<String, Object> fields = fold.key().fields();
    if (!fold.settings().isEmpty()) {
      fields.put("settings", fold.settings());
    }
    evaluation.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    if (!fold.fidelity().isEmpty()) {
      fields.put("fidelity", fold.fidelity());
    }
    return fields;
  }
}
