package io.github.polystill.models;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The architectures that an experiment can name.
 *
 * @param types in the order of documentation and of an experiment that names none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ArchitectureRegistry(List<ArchitectureType> types) {

  /** Those of polystill. A new one gets its line here. */
  public static final ArchitectureRegistry STANDARD =
      new ArchitectureRegistry(List.of(TextRnn.TYPE, TextCnn.TYPE, Han.TYPE, GruAtt.TYPE));

  public ArchitectureRegistry {
    types = List.copyOf(types);
    if (types.stream().map(ArchitectureType::name).distinct().count() < types.size()) {
      throw new IllegalArgumentException("two architectures of one name: " + types);
    }
  }

  /** These and one more. */
  public ArchitectureRegistry with(ArchitectureType type) {
    return new ArchitectureRegistry(Stream.concat(types.stream(), Stream.of(type)).toList());
  }

  /** The architecture of a name. */
  public Optional<ArchitectureType> find(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** All names. */
  public List<String> names() {
    return types.stream().map(ArchitectureType::name).toList();
  }
}
