package io.github.polystill.experiments.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of distinct values; one value may stand without brackets, several on a command line.
 *
 * @param element type of the values
 * @param plural what they are called in errors, such as "class weights"
 * @param mayBeEmpty whether {@code []} is a value
 */
record ListType<T>(ValueType<T> element, String plural, boolean mayBeEmpty)
    implements ValueType<List<T>> {

  static <T> ListType<T> of(ValueType<T> element, String plural) {
    return new ListType<>(element, plural, false);
  }

  ListType<T> orEmpty() {
    return new ListType<>(element, plural, true);
  }

  @Override
  public List<T> read(String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping || isNull(node)) {
      throw unexpected(key, node);
    }
    List<YamlNode> items = items(node);
    if (items.isEmpty() && !mayBeEmpty) {
      throw unexpected(key, node);
    }
    List<T> values = new ArrayList<>();
    for (YamlNode item : items) {
      T value = element.read(key, item);
      if (values.contains(value)) {
        throw item.location().error(key, item.quoted() + " is listed twice; remove one");
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  /**
   * What a list holds, or the one value that stands for it. On a command line values may be
   * separated by commas, as brackets and braces are the shell's own there; in quotes a comma is
   * one.
   */
  static List<YamlNode> items(YamlNode node) {
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items();
    }
    return node instanceof YamlNode.Scalar scalar
            && scalar.plain()
            && scalar.location() instanceof Location.CommandLine
        ? Arrays.stream(scalar.text().split(",", -1))
            .<YamlNode>map(part -> new YamlNode.Scalar(part.strip(), true, scalar.location()))
            .toList()
        : List.of(node);
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  @Override
  public YamlNode write(List<T> values) {
    return YamlWriter.sequence(values.stream().map(element::write).toList());
  }

  @Override
  public String expected() {
    return "a list of " + plural + ", each " + element.expected();
  }
}
