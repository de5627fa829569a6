package io.github.polystill.cli.command;

import io.github.polystill.data.RecordsJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have: help, streams, and where they write. */
public abstract class AbstractCommand implements Callable<Integer> {
  @Spec protected CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /** The result. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Remarks and progress. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The file or directory that is written, for the error about a full disk. */
  protected Optional<Path> destination() {
    return Stream.of("--out", "--to", "--predictions", "--attention-html")
        .map(spec::findOption)
        .filter(Objects::nonNull)
        .map(option -> option.<Object>getValue())
        .map(value -> value instanceof Optional<?> given ? given.orElse(null) : value)
        .filter(Path.class::isInstance)
        .map(Path.class::cast)
        .findFirst();
  }

  /** Prints a line of the result. */
  protected final void print(String format, Object... arguments) {
    out().println(String.format(Locale.ROOT, format, arguments));
  }

  /** Prints records, maps and lists as indented JSON. */
  protected final void printJson(Object value) {
    out().print(RecordsJson.indented(value));
  }

  /** A remark that is there to be read at once, while work goes on. */
  public final void log(String line) {
    err().println(line);
    err().flush();
  }

  /** What need not be wrong but hardly is meant; a warning's own beginning is left out. */
  public final void warn(String warning) {
    log(asWarning(warning));
  }

  /** What {@link #warn} prints. */
  protected final String asWarning(String warning) {
    return "warning: " + inOptions(warning.replaceFirst("^[Ww]arning: ", ""));
  }

  /** A library's message with the options of this command for the parameters that it names. */
  protected final String inOptions(String message) {
    return ParameterNames.inOptions(spec, message);
  }

  protected final List<String> inOptions(List<String> messages) {
    return messages.stream().map(this::inOptions).toList();
  }

  /** Such as {@code 1 document} and {@code 1,000 documents}. */
  protected static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** The error for an option that cannot have this value. */
  protected final ParameterException wrongUse(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Makes sure that an option is a number of at least so much. */
  protected final void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw wrongUse(option + " must be " + least + " or more, not " + value);
    }
  }

  /** The whole command as one can give it to a shell again. */
  protected final String commandLine() {
    return spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(it -> it.matches("[\\w%+=:,./@-]+") ? it : "'" + it.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "polystill ", ""));
  }

  public static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
