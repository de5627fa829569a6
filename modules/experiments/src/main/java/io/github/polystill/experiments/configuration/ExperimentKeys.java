package io.github.polystill.experiments.configuration;

import io.github.polystill.data.NearestName;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.Key;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys of an experiment file, as the components of {@link Experiment} and of the records in it
 * declare them by {@link Key}.
 */
final class ExperimentKeys {
  /** Those of an experiment with the architectures of polystill. */
  static final Section STANDARD = of(new ArchitecturesType(ArchitectureRegistry.STANDARD));

  private final ArchitecturesType architectures;

  ExperimentKeys(ArchitecturesType architectures) {
    this.architectures = architectures;
  }

  static Section of(ArchitecturesType architectures) {
    return new ExperimentKeys(architectures).section(Experiment.class, "An experiment.", Map.of());
  }

  /**
   * The keys that a record declares.
   *
   * @param defaults values of its components by name, as far as there are any
   */
  Section section(Class<? extends Record> type, String meaning, Map<String, Object> defaults) {
    return new Section(
        type,
        meaning,
        Arrays.stream(type.getRecordComponents())
            .filter(component -> !isOfLayout(component))
            .map(
                component -> key(component, Optional.ofNullable(defaults.get(component.getName()))))
            .toList());
  }

  /** What a network has beside its keys, which the experiment's encoding says. */
  private static boolean isOfLayout(RecordComponent component) {
    return Architecture.class.isAssignableFrom(component.getDeclaringRecord())
        && !component.isAnnotationPresent(Key.class);
  }

  /** The values of a record's constant {@code DEFAULTS}; empty where it has none. */
  private static Map<String, Object> defaults(Class<? extends Record> type) {
    try {
      return Components.of((Record) type.getField("DEFAULTS").get(null));
    } catch (NoSuchFieldException e) {
      return Map.of();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(type + " hides its defaults", e);
    }
  }

  private DeclaredKey key(RecordComponent component, Optional<Object> defaultValue) {
    boolean optional = component.getType() == Optional.class;
    ValueType type = type(component.getGenericType(), component);
    String otherwise =
        type == architectures
            ? architectures.registry().names().toString()
            : defaultValue
                .filter(it -> !optional)
                .map(YamlWriter::inline)
                .or(() -> annotation(component, Key.Otherwise.class).map(Key.Otherwise::value))
                .orElse("");
    return new DeclaredKey(component.getName(), type, optional, otherwise, key(component).value());
  }

  private static Key key(RecordComponent component) {
    return annotation(component, Key.class)
        .orElseThrow(() -> new IllegalStateException(component + " is not declared as a key"));
  }

  private static <A extends Annotation> Optional<A> annotation(
      RecordComponent component, Class<A> type) {
    return Optional.ofNullable(component.getAnnotation(type));
  }

  /** The type of a component, or of what is in its {@code Optional} or list. */
  private ValueType type(Type type, RecordComponent component) {
    Key key = key(component);
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (argument == ArchitectureSettings.class) {
        return architectures;
      }
      ValueType element = type(argument, component);
      if (element == architectures) { // of students; they are described once
        return new AgainType(architectures, "#/properties/architectures");
      }
      return generic.getRawType() == Optional.class
          ? element
          : new ListType(element, key.plural(), key.mayBeEmpty(), key.orAll());
    }
    Class<?> single = (Class<?>) type;
    if (single.isRecord()) {
      Class<? extends Record> section = single.asSubclass(Record.class);
      return section(section, key.value(), defaults(section));
    }
    if (single == int.class || single == Integer.class) {
      return ScalarType.whole(Double.isNaN(key.atLeast()) ? 1 : (int) key.atLeast());
    }
    if (single == long.class || single == Long.class) {
      return ScalarType.seed();
    }
    if (single == double.class || single == Double.class) {
      return ScalarType.number(key.atLeast(), key.below());
    }
    return single == boolean.class || single == Boolean.class
        ? ScalarType.flag()
        : named(single, component);
  }

  private static ValueType named(Class<?> type, RecordComponent component) {
    Optional<List<String>> names =
        annotation(component, Key.OneOf.class).map(it -> List.of(it.value()));
    if (type.isEnum()) {
      return ScalarType.choice(
          Stream.of(type.asSubclass(Enum.class).getEnumConstants())
              .filter(it -> names.isEmpty() || names.get().contains(YamlWriter.name(it)))
              .toList(),
          YamlWriter::name);
    }
    return names
        .map(it -> ScalarType.choice(it, Function.identity()))
        .or(() -> annotation(component, Key.Text.class).map(ScalarType::text))
        .orElseThrow(() -> new IllegalStateException(component + " does not say what text it is"));
  }

  /** The full path of the key, in whatever section, whose last part is nearest to a name. */
  static Optional<String> nearest(String name) {
    List<String> paths = new ArrayList<>();
    STANDARD
        .sections("")
        .forEach(
            (path, section) ->
                section.keys().forEach(key -> paths.add(Section.join(path, key.name()))));
    paths.sort(Comparator.comparing(path -> path.split("\\.", -1).length));
    return NearestName.among(paths.stream().map(ExperimentKeys::lastPart).toList(), name)
        .flatMap(last -> paths.stream().filter(it -> lastPart(it).equals(last)).findFirst());
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
