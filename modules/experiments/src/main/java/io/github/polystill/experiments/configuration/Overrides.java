package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes {@code a.b.c=value} into the tree of a file before it is read, so that a value is checked
 * in the same way wherever it comes from.
 */
final class Overrides {
  private static final String ARCHITECTURES = "architectures";

  private static final List<String> PART_FILES =
      List.of("corpus.train", "corpus.validation", "corpus.test");

  /**
   * An override that says where the corpus is takes the place of what a file says of that. How it
   * is split is another question: two answers to it are refused, wherever they come from.
   */
  private static final Map<String, List<String>> ALTERNATIVES = alternatives();

  private static Map<String, List<String>> alternatives() {
    Map<String, List<String>> alternatives = new HashMap<>();
    alternatives.put("corpus.path", and(PART_FILES, "corpus.generate"));
    alternatives.put("corpus.generate", and(PART_FILES, "corpus.path", "corpus.split"));
    for (String file : PART_FILES) {
      alternatives.put(file, List.of("corpus.path", "corpus.generate", "corpus.split"));
    }
    return alternatives;
  }

  private static List<String> and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** Separators of labels; the tilde is YAML's null. */
  private static final Pattern SIGN = Pattern.compile("[\\p{Punct}&&[^~]]");

  private final ArchitecturesType architectures;

  private Overrides(ArchitecturesType architectures) {
    this.architectures = architectures;
  }

  /** Applies overrides in their order; a later one wins. */
  static void apply(Mapping root, List<String> overrides, ArchitecturesType architectures) {
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw InvalidInputException.of(
            "`override: %s`: expected KEY=VALUE, such as `override: 'optimisation.epochs=3'`",
            override);
      }
      Location where = Location.override(override.substring(0, equals).strip());
      apply(root, where, override, architectures);
    }
  }

  /**
   * Applies one.
   *
   * @param where its key, and what errors call the place
   */
  static void apply(
      Mapping root, Location where, String override, ArchitecturesType architectures) {
    YamlNode value = value(where, override.substring(override.indexOf('=') + 1));
    new Overrides(architectures).set(root, where.override(), where, value);
  }

  /** What is not YAML, such as a lone comma, is a text, and so is a lone sign of YAML's. */
  private static YamlNode value(Location where, String text) {
    if (SIGN.matcher(text).matches()) {
      return new YamlNode.Scalar(text, false, where);
    }
    try {
      return YamlReader.readValue(where, text);
    } catch (InvalidInputException e) {
      return new YamlNode.Scalar(text, false, where);
    }
  }

  private void set(Mapping root, String path, Location where, YamlNode value) {
    List<String> parts = Arrays.asList(path.split("\\.", -1));
    Mapping parent = root;
    for (int depth = 0; depth < parts.size() - 1; depth++) {
      parent = descend(parent, parts.subList(0, depth + 1), where);
    }
    String key = parts.get(parts.size() - 1);
    parent.entries().put(key, new Entry(where, value));
    if (parts.size() > 1 && !value.isNull()) {
      ALTERNATIVES
          .getOrDefault(parts.get(0) + "." + parts.get(1), List.of())
          .forEach(other -> removeFromFile(root, other));
    }
  }

  /** The map at a path, as a copy: an alias may stand for the same one elsewhere. */
  private Mapping descend(Mapping parent, List<String> path, Location where) {
    String name = path.get(path.size() - 1);
    String fullName = String.join(".", path);
    Entry entry = parent.entries().get(name);
    Mapping child;
    if (fullName.equals("student.architecture") && entry != null) {
      child = architectures.byName(fullName, entry.value());
    } else if (fullName.equals(ARCHITECTURES)) {
      child =
          entry == null
              ? architectures.all(where)
              : architectures.byName(ARCHITECTURES, entry.value());
    } else if (entry == null && path.get(0).equals(ARCHITECTURES) && path.size() == 2) {
      throw where.error(
          ARCHITECTURES,
          name + " is not among them: " + String.join(", ", parent.entries().keySet()));
    } else if (entry == null || entry.value().isNull()) {
      child = Mapping.empty(where);
    } else if (entry.value() instanceof Mapping mapping) {
      child = mapping;
    } else {
      throw where.error(fullName, "holds " + entry.value().quoted() + ", not keys");
    }
    Mapping own = new Mapping(new LinkedHashMap<>(child.entries()), child.location());
    parent.entries().put(name, new Entry(entry == null ? where : entry.location(), own));
    return own;
  }

  private static void removeFromFile(Mapping root, String path) {
    int dot = path.indexOf('.');
    Entry section = root.entries().get(path.substring(0, dot));
    if (section != null && section.value() instanceof Mapping keys) {
      String key = path.substring(dot + 1);
      Entry other = keys.entries().get(key);
      if (other != null && !other.location().isOverride()) {
        keys.entries().remove(key);
      }
    }
  }
}
