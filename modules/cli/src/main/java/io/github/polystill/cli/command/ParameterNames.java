package io.github.polystill.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Turns the settings that a library's message names into the options of the command in hand.
 *
 * <p>Libraries know no command line. They name the key of an experiment, as in {@code set
 * corpus.labels: tags}, or mark a parameter and maybe its value, as in {@code `textField`} and
 * {@code `format: lines`}. A command that takes an experiment file leaves keys as they are; of
 * others that have such options the first says {@code set --labels tags}. Parameters become {@code
 * --text-field} and {@code --format lines} where the command has such an option, or else {@code
 * polystill run}, to which messages about a run send their reader; what neither has loses its
 * marks.
 */
final class ParameterNames {
  /** A key with what stands between it and its value, and that value if it is a list. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?<![\\w./-])((?:corpus|folds|segmentation|vectors\\.train)\\.([a-zA-Z]+))(?![\\w.]|:\\d)"
              + "(?: \\(--[^)]*\\))?(: |=)?(?:\\[([^\\]]*)\\])?");

  /** A parameter, and its value if there is one. */
  private static final Pattern PARAMETER = Pattern.compile("`([a-zA-Z]+)(?:: ([^`]+))?`");

  /** Options that are not called as their parameter or the last part of their key. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "folds.field", "--fold-field",
          "folds.count", "--folds",
          "override", "--set",
          "vectors.train.textField", "--text");

  private ParameterNames() {}

  /** The message as a user of the command can follow it. */
  static String inOptions(CommandSpec command, String message) {
    String parameters =
        PARAMETER
            .matcher(message)
            .replaceAll(it -> Matcher.quoteReplacement(parameter(command, it)));
    return command.findOption("--set") != null
        ? parameters
        : KEY.matcher(parameters).replaceAll(it -> Matcher.quoteReplacement(asOption(command, it)));
  }

  private static String parameter(CommandSpec command, MatchResult found) {
    String option = OTHERS.getOrDefault(found.group(1), option(found.group(1)));
    CommandLine run = command.root().subcommands().get("run");
    boolean known =
        command.findOption(option) != null
            || (run != null && run.getCommandSpec().findOption(option) != null);
    String value = found.group(2);
    return (known ? option : found.group(1)) + (value == null ? "" : (known ? " " : ": ") + value);
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
