package io.github.polystill.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Turns the parameters that a library's message names into the options of the command in hand.
 *
 * <p>Libraries know no command line. They name the key of an experiment, as in {@code set
 * corpus.labels: tags}, or a parameter in camel case, as in {@code set textField}, or begin with
 * one, as in {@code port must be 1 or more}. A command that takes an experiment file leaves such
 * names as they are; of others that have such options the first says {@code set --labels tags}, the
 * second {@code set --text-field}, the third {@code --port must be 1 or more}.
 */
final class ParameterNames {
  /** A key with what stands between it and its value, and that value if it is a list. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?<![\\w./-])((?:corpus|folds|segmentation|vectors\\.train)\\.([a-zA-Z]+))(?![\\w.]|:\\d)"
              + "(?: \\(--[^)]*\\))?(: |=)?(?:\\[([^\\]]*)\\])?");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "^[a-z]+(?= must be )|(?<![\\w./\"-])[a-z]+(?:[A-Z][a-z]+)+(?![\\w./\"]|:\\d)");

  /** Options that are not called as the last part of their key. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "folds.field", "--fold-field",
          "folds.count", "--folds",
          "vectors.train.textField", "--text");

  private ParameterNames() {}

  /** The message as a user of the command can follow it. */
  static String inOptions(CommandSpec command, String message) {
    if (command.findOption("--set") != null) {
      return message;
    }
    String keys =
        KEY.matcher(message).replaceAll(it -> Matcher.quoteReplacement(asOption(command, it)));
    return PARAMETER
        .matcher(keys)
        .replaceAll(
            it -> command.findOption(option(it.group())) == null ? it.group() : option(it.group()));
  }

  private static String asOption(CommandSpec command, MatchResult found) {
    String option = OTHERS.getOrDefault(found.group(1), option(found.group(2)));
    boolean trainsVectors = command.findOption("--dimensions") != null;
    if (command.findOption(option) == null
        || trainsVectors != found.group(1).startsWith("vectors.")) {
      return found.group();
    }
    return option
        + (found.group(3) == null ? "" : " ")
        + (found.group(4) == null ? "" : found.group(4).replace(", ", ","));
  }

  /** Such as {@code --label-columns} of {@code labelColumns}. */
  private static String option(String camelCase) {
    return "--" + camelCase.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
