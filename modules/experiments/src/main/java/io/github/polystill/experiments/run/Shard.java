package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a run.
 *
 * @param index counted from 1
 * @param count of the parts
 */
public record Shard(int index, int count) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})/([0-9]{1,5})");

  /**
   * Reads the form {@code i/n}.
   *
   * @throws InvalidInputException if it is none or there is no such part
   */
  public static Shard parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      Shard shard = new Shard(number(matcher, 1), number(matcher, 2));
      if (shard.index >= 1 && shard.index <= shard.count) {
        return shard;
      }
    }
    throw InvalidInputException.of(
        "there is no shard %s; give i/n with i from 1 to n, such as 1/4", text);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** The form {@code i/n}. */
  @Override
  public String toString() {
    return index + "/" + count;
  }

  /**
   * What a process has done that trains one part of a run.
   *
   * @param directory where the trials are
   * @param shard which part
   * @param wholeUnits whether it has all trials of an architecture and fold, the distilled
   *     student's too
   * @param trials of this part, those of an earlier start included
   * @param trained by this process
   * @param warnings in the order they came
   */
  public record Result(
      RunDirectory directory,
      Shard shard,
      boolean wholeUnits,
      int trials,
      int trained,
      List<String> warnings) {}
}
