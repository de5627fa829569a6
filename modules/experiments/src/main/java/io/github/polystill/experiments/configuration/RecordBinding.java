package io.github.polystill.experiments.configuration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Fills records by the names of their components. */
final class RecordBinding {
  private RecordBinding() {}

  /** A record of the values of the same names; values beyond its components are left out. */
  static <R extends Record> R create(Class<R> type, Map<String, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments = Stream.of(components).map(c -> values.get(c.getName())).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the schema lets through what " + type + " rejects", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the schema does not fit " + type, e);
    }
  }

  /** The components by name. */
  static Map<String, Object> components(Record values) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      try {
        result.put(component.getName(), component.getAccessor().invoke(values));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return result;
  }
}
