package io.github.polystill.experiments.configuration;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
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
      "teacher.kind=[binary-relevance, encoder]",
      "teacher.search=shift",
      "teacher.classWeights=[0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100]",
      "teacher.monitor=loss",
      "teacher.linear=true",
      "student.dropout=0.1",
      "student.channels=two",
      "student.average=0.99",
      "student.wordDropout={rate: 0.25, copies: 2, consistent: true}",
      "student.wordReplacement={rate: 0.5, copies: 10}",
      "teacher.wordDropout=true");

  private static final String KEY = "recipe";
  private static final String COPIES = "student.wordDropout";

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
    List<String> written = values(root, "trainings");
    List<String> trainings =
        written.isEmpty() ? TrainingRow.TRAINED.stream().map(TrainingRow::key).toList() : written;
    boolean trainsExperts =
        trainings.contains(TrainingRow.TEACHER.key())
            && !has(root, "teacher.responses")
            && !has(root, Experiment.TEACHER_RUN);
    boolean isDistilled = trainings.contains(TrainingRow.DISTILLED.key());
    if (key.startsWith("student.")) {
      return switch (key) {
        case COPIES -> isDistilled;
        case "student.wordReplacement" -> isDistilled && trainsExperts;
        default -> !trainings.equals(List.of(TrainingRow.TEACHER.key()));
      };
    }
    if (key.equals("teacher.classWeights") && !trainsExperts) {
      return trainings.contains(TrainingRow.STANDALONE_WEIGHTED.key());
    }
    return trainsExperts
        && switch (key) {
          case "teacher.kind" ->
              find(root, "encoder").filter(it -> !it.isNull()).isPresent()
                  && !values(root, "teacher.search").contains("halving");
          case "teacher.classWeights" -> values(root, "teacher.search").contains("shift");
          case "teacher.linear" ->
              hasNetworks(root) && !values(root, "teacher.search").contains("halving");
          case "teacher.wordDropout" ->
              hasNetworks(root) && find(root, COPIES).filter(it -> !it.isNull()).isPresent();
          default -> true;
        };
  }

  private static boolean hasNetworks(Mapping root) {
    List<String> kinds = values(root, "teacher.kind");
    return kinds.isEmpty() || kinds.contains("binary-relevance");
  }

  /** The texts that are written for a key, one or several. */
  private static List<String> values(Mapping root, String key) {
    return find(root, key).filter(it -> !it.isNull()).stream()
        .flatMap(it -> ListType.items(it).stream())
        .flatMap(Recipe::text)
        .toList();
  }

  private static Stream<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar ? Stream.of(scalar.text()) : Stream.empty();
  }

  /** Whether a key is written, if only to take it away. */
  private static boolean has(Mapping root, String key) {
    return find(root, key).isPresent();
  }

  /** What is written for a key, or for a section in place of its keys. */
  private static Optional<YamlNode> find(Mapping root, String key) {
    YamlNode found = root;
    for (String part : key.split("\\.", -1)) {
      if (!(found instanceof Mapping section)) {
        return Optional.of(found).filter(it -> !it.isNull());
      }
      if (!section.entries().containsKey(part)) {
        return Optional.empty();
      }
      found = section.entries().get(part).value();
    }
    return Optional.of(found);
  }
}
