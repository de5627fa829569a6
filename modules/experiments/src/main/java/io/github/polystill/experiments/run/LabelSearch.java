package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrialName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What halving cost and found for one label.
 *
 * @param search which teacher's, and of which label
 * @param classWeight chosen
 * @param epochs passes over the training documents for all class weights together
 * @param gridEpochsAtMost those of the full grid if early stopping ended none
 * @param grid what the full grid did, where that was trained to compare
 */
record LabelSearch(
    TrialName search,
    double classWeight,
    int epochs,
    int gridEpochsAtMost,
    Optional<FoundExpert.Grid> grid) {

  @JsonValue
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("architecture", search.architecture());
    fields.put("fold", search.model().fold());
    search.model().seed().ifPresent(seed -> fields.put("seed", seed));
    fields.put("label", search.label().orElseThrow());
    fields.put("classWeight", classWeight);
    fields.put("epochs", epochs);
    fields.put("gridEpochsAtMost", gridEpochsAtMost);
    fields.put("grid", grid);
    return fields;
  }

  /** All searches of a run in a sentence. */
  static String summary(List<LabelSearch> searches) {
    long epochs = searches.stream().mapToLong(LabelSearch::epochs).sum();
    long atMost = searches.stream().mapToLong(LabelSearch::gridEpochsAtMost).sum();
    String saved =
        String.format(
            Locale.ROOT,
            "Teacher by halving: %,d epochs of training, where the grid takes up to %,d (%.0f %%).",
            epochs,
            atMost,
            100.0 * epochs / atMost);
    List<LabelSearch> compared = searches.stream().filter(it -> it.grid().isPresent()).toList();
    if (compared.isEmpty()) {
      return saved;
    }
    long others =
        compared.stream()
            .filter(it -> it.classWeight() != it.grid().orElseThrow().classWeight())
            .count();
    long halvingEpochs = compared.stream().mapToLong(LabelSearch::epochs).sum();
    long gridEpochs = compared.stream().mapToLong(it -> it.grid().orElseThrow().epochs()).sum();
    return String.format(
        Locale.ROOT,
        "%s With early stopping the grid took %,d, halving %.0f %% of that, and chose another class weight than the grid for %d of %d labels.",
        saved,
        gridEpochs,
        100.0 * halvingEpochs / gridEpochs,
        others,
        compared.size());
  }
}
