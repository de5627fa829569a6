package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys of teacher and student under one name (docs/distillation.md). What an experiment says itself
 * stays; a resolved experiment has the keys in place of the name.
 */
public enum Recipe {
  /** The method as published; other keys of teacher and student are refused. */
  PAPER(),
  /** What did best on validation documents, see docs/RESULTS.md. */
  STRONG(
      "teacher.search=shift",
      "teacher.monitor=loss",
      "student.dropout=0.1",
      "student.average=0.99",
      "student.wordDropout={rate: 0.25, copies: 2, consistent: true}");

  private static final String KEY = "recipe";

  @SuppressWarnings("ImmutableEnumChecker") // a copy
  private final List<String> settings;

  Recipe(String... settings) {
    this.settings = List.of(settings);
  }

  /**
   * Writes the keys of the recipe that an experiment names into it, but for those that it has or
   * tries values of, and those that nothing reads which it trains.
   */
  static void apply(Mapping root, ArchitecturesType architectures) {
    Entry named = root.entries().get(KEY);
    for (Recipe recipe : values()) {
      if (named != null
          && named.value() instanceof YamlNode.Scalar scalar
          && scalar.text().equals(YamlWriter.name(recipe))) {
        for (String setting : recipe.settings) {
          String key = setting.substring(0, setting.indexOf('='));
          boolean isTried = has(root, key.replace("student.", "student.search."));
          if (!has(root, key) && !isTried && isRead(root, key)) {
            Location where = new Location("`recipe: " + scalar.text() + "`, " + key, key);
            Overrides.apply(root, where, setting, architectures);
          }
        }
      }
    }
  }

  private static boolean isRead(Mapping root, String key) {
    Entry written = root.entries().get("trainings");
    List<String> trainings =
        (written == null || written.value().isNull()
                ? TrainingRow.TRAINED.stream().map(TrainingRow::key)
                : ListType.items(written.value()).stream().flatMap(Recipe::text))
            .toList();
    if (key.startsWith("teacher.")) {
      return trainings.contains(TrainingRow.TEACHER.key())
          && !has(root, "teacher.responses")
          && !has(root, Experiment.TEACHER_RUN);
    }
    return key.startsWith("student.wordDropout")
        ? trainings.contains(TrainingRow.DISTILLED.key())
        : !trainings.equals(List.of(TrainingRow.TEACHER.key()));
  }

  private static Stream<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? Stream.of(scalar.text()) : Stream.empty();
  }

  /** Whether a key is written, if only to take it away. */
  private static boolean has(Mapping root, String key) {
    Mapping section = root;
    String[] parts = key.split("\\.", -1);
    for (int depth = 0; depth < parts.length; depth++) {
      Entry entry = section.entries().get(parts[depth]);
      if (entry == null) {
        return false;
      }
      if (!(entry.value() instanceof Mapping deeper)) {
        return depth == parts.length - 1 || !entry.value().isNull();
      }
      section = deeper;
    }
    return true;
  }
}
