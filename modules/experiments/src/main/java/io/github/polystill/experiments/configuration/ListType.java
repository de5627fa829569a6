package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.experiments.configuration.YamlNode.Scalar;
import io.github.polystill.experiments.configuration.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of distinct values; one value may stand without brackets, several on a command line.
 *
 * @param element type of the values
 * @param plural what they are called in errors, such as "class weights"
 * @param mayBeEmpty whether {@code []} is a value
 * @param orAll whether {@code all} is one, which reads as an empty list
 */
record ListType(ValueType element, String plural, boolean mayBeEmpty, boolean orAll)
    implements ValueType {
  private static final String ALL = "all";

  @Override
  public Object read(String key, YamlNode node) {
    List<YamlNode> items = items(node);
    if (node instanceof YamlNode.Mapping || node.isNull() || (items.isEmpty() && !mayBeEmpty)) {
      throw unexpected(key, node);
    }
    if (orAll && items.size() == 1 && items.get(0) instanceof Scalar it && it.text().equals(ALL)) {
      return List.of();
    }
    List<Object> values = new ArrayList<>();
    for (YamlNode item : items) {
      Object value = element.read(key, item);
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
    if (node instanceof Sequence sequence) {
      return sequence.items();
    }
    return node instanceof Scalar scalar && scalar.plain() && scalar.location().isOverride()
        ? Arrays.stream(scalar.text().split(",", -1))
            .<YamlNode>map(part -> new Scalar(part.strip(), true, scalar.location()))
            .toList()
        : List.of(node);
  }

  @Override
  public String expected() {
    return (orAll ? "[" + ALL + "] or " : "")
        + "a list of "
        + plural
        + ", each "
        + element.expected();
  }

  @Override
  public void describe(ObjectNode schema) {
    ArrayNode forms = schema.putArray("anyOf");
    ObjectNode list = forms.addObject().put("type", "array").put("uniqueItems", true);
    element.describe(list.putObject("items"));
    if (!mayBeEmpty) {
      list.put("minItems", 1);
    }
    element.describe(forms.addObject());
    if (orAll) {
      forms.addObject().putArray("enum").add(ALL).addArray().add(ALL);
    }
  }
}
