package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code --set a.b.c=value} into the tree of a file before it is read, so that a value is
 * checked in the same way wherever it comes from.
 */
final class Overrides {
  private static final String ARCHITECTURES = "architectures";

  /** Of each pair a file has one; an override with the other takes its place. */
  private static final Map<String, String> ALTERNATIVES =
      Map.of("path", "generate", "generate", "path");

  private final ArchitecturesType architectures;

  private Overrides(ArchitecturesType architectures) {
    this.architectures = architectures;
  }

  /** Applies overrides in their order; a later one wins. */
  static void apply(Mapping root, List<String> overrides, ArchitecturesType architectures) {
    Overrides target = new Overrides(architectures);
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--set " + override + ": expected KEY=VALUE, such as --set optimisation.epochs=3");
      }
      String path = override.substring(0, equals).strip();
      Location.CommandLine where = new Location.CommandLine(path);
      target.set(root, path, where, value(where, override.substring(equals + 1)));
    }
  }

  /** What is not YAML, such as a lone comma, is a text. */
  private static YamlNode value(Location.CommandLine where, String text) {
    try {
      return YamlReader.readValue(where, text);
    } catch (InvalidInputException e) {
      return new YamlNode.Scalar(text, false, where);
    }
  }

  private void set(Mapping root, String path, Location.CommandLine where, YamlNode value) {
    List<String> parts = Arrays.asList(path.split("\\.", -1));
    Mapping parent = root;
    for (int depth = 0; depth < parts.size() - 1; depth++) {
      parent = descend(parent, parts.subList(0, depth + 1), where);
    }
    String key = parts.get(parts.size() - 1);
    parent.entries().put(key, new Entry(where, value));
    if (parts.get(0).equals("corpus") && parts.size() > 1) {
      removeAlternative(root, parts.get(1));
    }
  }

  private Mapping descend(Mapping parent, List<String> path, Location.CommandLine where) {
    String name = path.get(path.size() - 1);
    String fullName = String.join(".", path);
    Entry entry = parent.entries().get(name);
    Mapping child;
    if (fullName.equals(ARCHITECTURES)) {
      YamlNode node = entry == null ? architectures.write(architectures.defaults()) : entry.value();
      child = architectures.byName(ARCHITECTURES, node);
    } else if (entry == null && path.get(0).equals(ARCHITECTURES) && path.size() == 2) {
      throw where.error(
          ARCHITECTURES,
          name + " is not among them: " + String.join(", ", parent.entries().keySet()));
    } else if (entry == null || isNull(entry.value())) {
      child = Mapping.empty(where);
    } else if (entry.value() instanceof Mapping mapping) {
      child = mapping;
    } else {
      throw where.error(fullName, "holds " + entry.value().quoted() + ", not keys");
    }
    parent.entries().put(name, new Entry(entry == null ? where : entry.location(), child));
    return child;
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  private static void removeAlternative(Mapping root, String key) {
    Mapping corpus = (Mapping) root.entries().get("corpus").value();
    Entry other = corpus.entries().get(ALTERNATIVES.getOrDefault(key, ""));
    if (other != null && !(other.location() instanceof Location.CommandLine)) {
      corpus.entries().remove(ALTERNATIVES.get(key));
    }
  }
}
