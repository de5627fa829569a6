package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;
import java.util.function.Function;
import org.apiguardian.api.API;

/** A setting of an architecture: the key in experiment files, what it may hold, what it means. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface Setting {
  /** The key, which is the name of the component of the settings record. */
  String name();

  /** One sentence for the key reference. */
  String meaning();

  /** A value as a number, boolean, text or list of numbers. */
  default Object plain(Object value) {
    return value;
  }

  /** A whole number of at least 1, an {@code int}. */
  record Size(String name, String meaning) implements Setting {}

  /**
   * Distinct whole numbers of at least 1, a {@code List<Integer>}.
   *
   * @param plural what they are called in errors, such as "filter widths"
   */
  record Sizes(String name, String plural, String meaning) implements Setting {}

  /** A number of at least 0 and below 1, a {@code double}. */
  record Share(String name, String meaning) implements Setting {}

  /** True or false, a {@code boolean}. */
  record Flag(String name, String meaning) implements Setting {}

  /**
   * One of a few values.
   *
   * @param key how a value is written
   */
  record Choice<E>(String name, List<E> values, Function<E, String> key, String meaning)
      implements Setting {
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    @SuppressWarnings("unchecked") // the component holds one of the values
    public Object plain(Object value) {
      return key.apply((E) value);
    }
  }

  /** The embedding channels, as the component {@code channels}. */
  static Setting channels() {
    return new Choice<>(
        "channels",
        List.of(EmbeddingChannels.values()),
        EmbeddingChannels::key,
        "Embedding tables: as given, fine-tuned, or both.");
  }
}
