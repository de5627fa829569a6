package io.github.polystill.experiments.configuration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings records by the names of their components, which are the keys of files. */
final class Components {
  private Components() {}

  /** A record of the values of the same names; values beyond its components are left out. */
  static <R extends Record> R create(Class<R> type, Map<String, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments = Stream.of(components).map(c -> values.get(c.getName())).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the keys let through what " + type + " rejects", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the keys do not fit " + type, e);
    }
  }

  /** The components by name, in their order. */
  static Map<String, Object> of(Record settings) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        result.put(component.getName(), component.getAccessor().invoke(settings));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return result;
  }

  /**
   * The same settings with another value.
   *
   * @param path such as {@code folds.run}; nothing changes where a section on the way is not there
   */
  @SuppressWarnings("unchecked") // of the class of an R
  static <R extends Record> R with(R settings, String path, Object value) {
    Map<String, Object> values = of(settings);
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    Object old = values.get(name);
    if (old == null) {
      throw new IllegalArgumentException(settings.getClass() + " has no key " + name);
    }
    if (dot < 0) {
      values.put(name, value);
    } else {
      String rest = path.substring(dot + 1);
      values.put(
          name,
          old instanceof Optional<?> section
              ? section.map(it -> with((Record) it, rest, value))
              : with((Record) old, rest, value));
    }
    return (R) create(settings.getClass(), values);
  }
}
