package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads YAML into {@link YamlNode}s; duplicate keys and keys that are not scalars are errors. */
final class YamlReader {
  /** An experiment has four levels; more than this is a list that contains itself. */
  private static final int MAX_DEPTH = 20;

  private final IntFunction<Location> location;

  private YamlReader(IntFunction<Location> location) {
    this.location = location;
  }

  /**
   * The map that a UTF-8 file holds.
   *
   * @throws InvalidInputException where there is no such file or it is not a YAML map
   */
  static YamlNode.Mapping readFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      String problem = Files.isDirectory(file) ? "is a directory, not" : "does not exist; give";
      throw new InvalidInputException(file + ": " + problem + " an experiment file (YAML)");
    }
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8 text; save it as UTF-8", e);
    }
    return readMapping(file.toString(), text);
  }

  /** The map in a text; {@code source} names it in errors. */
  static YamlNode.Mapping readMapping(String source, String text) {
    YamlNode node = new YamlReader(line -> new Location.Line(source, line)).read(text);
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    throw node.location()
        .error("", "expected the keys of an experiment (name: ...), found " + node.quoted());
  }

  /** The value of an override. */
  static YamlNode readValue(Location.CommandLine override, String text) {
    return new YamlReader(line -> override).read(text);
  }

  private YamlNode read(String text) {
    String withoutBom = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(withoutBom));
      return root == null ? new YamlNode.Scalar("", true, location.apply(1)) : convert(root, 0);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw location.apply(line).error("", "not valid YAML: " + oneLine(e.getProblem()));
    } catch (YAMLException e) {
      throw location.apply(1).error("", "not valid YAML: " + oneLine(e.getMessage()));
    }
  }

  private YamlNode convert(Node node, int depth) {
    Location where = locationOf(node);
    if (depth > MAX_DEPTH) {
      throw where.error("", "nested deeper than " + MAX_DEPTH + " levels; take the alias out");
    }
    if (node instanceof ScalarNode scalar) {
      boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
      return new YamlNode.Scalar(scalar.getValue(), plain, where);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return new YamlNode.Sequence(items, where);
    }
    return convertMapping((MappingNode) node, depth, where);
  }

  private YamlNode convertMapping(MappingNode node, int depth, Location where) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Location keyLocation = locationOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw keyLocation.error("", "a key must be a word, not a list or map");
      }
      Entry entry = new Entry(keyLocation, convert(tuple.getValueNode(), depth + 1));
      if (entries.put(key.getValue(), entry) != null) {
        throw keyLocation.error(key.getValue(), "this key is given twice; remove one");
      }
    }
    return new YamlNode.Mapping(entries, where);
  }

  private Location locationOf(Node node) {
    return location.apply(node.getStartMark().getLine() + 1);
  }

  private static String oneLine(String message) {
    return message == null ? "unreadable" : message.strip().replaceAll("\\s+", " ");
  }
}
