package io.github.polystill.experiments.configuration;

import java.util.List;

/** Numbers of folds; {@code all} reads as an empty list, which resolving fills. */
record FoldsToRunType() implements ValueType<List<Integer>> {
  private static final ListType<Integer> NUMBERS = ListType.of(Scalars.integer(0), "folds");

  @Override
  public List<Integer> read(String key, YamlNode node) {
    boolean list = node instanceof YamlNode.Sequence sequence && sequence.items().size() == 1;
    YamlNode only = list ? ((YamlNode.Sequence) node).items().get(0) : node;
    if (only instanceof YamlNode.Scalar scalar && scalar.text().equals("all")) {
      return List.of();
    }
    if (node instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
      throw unexpected(key, node);
    }
    return NUMBERS.read(key, node);
  }

  @Override
  public YamlNode write(List<Integer> folds) {
    return NUMBERS.write(folds);
  }

  @Override
  public String expected() {
    return "[all] or " + NUMBERS.expected();
  }
}
