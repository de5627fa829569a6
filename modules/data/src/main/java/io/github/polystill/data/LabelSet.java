package io.github.polystill.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** The ordered, distinct label names of a corpus; a label's index is its column everywhere. */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class LabelSet {
  private final List<String> names;
  private final Map<String, Integer> indexes;

  private LabelSet(List<String> names) {
    this.names = List.copyOf(names);
    this.indexes = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (indexes.put(names.get(i), i) != null) {
        throw new IllegalArgumentException("duplicate label: " + names.get(i));
      }
    }
  }

  public static LabelSet of(List<String> names) {
    return new LabelSet(names);
  }

  public int size() {
    return names.size();
  }

  public List<String> names() {
    return names;
  }

  public String name(int index) {
    return names.get(index);
  }

  /** The column of a label, or empty for a name that is not in the set. */
  public OptionalInt indexOf(String name) {
    Integer index = indexes.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
