package io.github.polystill.labs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Keras uses the machine.
 *
 * @param processes trained side by side
 * @param threads of TensorFlow in each of them
 * @param extras further options of {@code keras_train.py}: jit, bfc, unroll, bf16
 */
public record KerasConfiguration(int processes, int threads, List<String> extras) {
  private static final Pattern FORM =
      Pattern.compile("([1-9][0-9]?)x([1-9][0-9]?)((?:\\+(?:jit|bfc|unroll|bf16))*)");

  public KerasConfiguration {
    extras = List.copyOf(extras);
  }

  /** What {@link #toString} writes, such as {@code 2x1} or {@code 1x2+jit}; empty otherwise. */
  public static Optional<KerasConfiguration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> extras =
        matcher.group(3).isEmpty()
            ? List.of()
            : List.of(matcher.group(3).substring(1).split("\\+"));
    return Optional.of(
        new KerasConfiguration(
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), extras));
  }

  /** Options of {@code keras_train.py}. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--processes", String.valueOf(processes)));
    options.addAll(List.of("--threads", String.valueOf(threads)));
    for (String extra : extras) {
      options.addAll(extra.equals("jit") ? List.of("--jit", "true") : List.of("--" + extra));
    }
    return options;
  }

  @Override
  public String toString() {
    String form = processes + "x" + threads;
    return extras.isEmpty() ? form : form + "+" + String.join("+", extras);
  }
}
