package io.github.polystill.cli.command;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.export.ExportDiffersException;
import io.github.polystill.models.savedmodel.StoppedModelException;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on stderr and an exit code. */
public final class ErrorReporting {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final String DISK_FULL = "disk full while writing %s; free some space";

  /** What Linux, macOS and Windows say where there is no room for a file, and what we say. */
  private static final Map<String, String> NO_ROOM =
      Map.of(
          "No space left on device",
          DISK_FULL,
          "not enough space on the disk",
          DISK_FULL,
          "Disk quota exceeded",
          "disk quota exceeded while writing %s; free some space",
          "File too large",
          "largest file size reached while writing %s; raise the limit (ulimit -f)");

  private record Failure(int exitCode, String line) {}

  private ErrorReporting() {}

  /** Options and arguments that do not fit. */
  public static int wrongUse(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String meant = suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
    if (meant.isEmpty() && commandLine.getCommand() instanceof CommandGroup) {
      meant = "; it has " + String.join(", ", commandLine.getSubcommands().keySet());
    }
    PrintWriter err = commandLine.getErr();
    err.println("polystill: " + firstLine(e.getMessage()) + meant);
    err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return BAD_INPUT;
  }

  /** Anything that a command throws. */
  public static int failed(Exception thrown, CommandLine commandLine, ParseResult parseResult) {
    CommandSpec command = commandLine.getCommandSpec();
    Optional<Path> destination =
        command.userObject() instanceof AbstractCommand known
            ? known.destination()
            : Optional.empty();
    Failure failure = describe(thrown, destination);
    PrintWriter err = commandLine.getErr();
    err.println("polystill: " + ParameterNames.inOptions(command, failure.line()));
    if (command.root().findOption("--debug").<Boolean>getValue()) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return failure.exitCode();
  }

  /** A result that could not be written to standard output. */
  public static int outputLost(IOException e, PrintWriter err) {
    Failure failure = describe(e, Optional.of(Path.of("standard output")));
    err.println("polystill: " + failure.line());
    err.flush();
    return failure.exitCode();
  }

  private static Failure describe(Throwable thrown, Optional<Path> destination) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = thrown; e != null && !causes.contains(e); e = e.getCause()) {
      causes.add(e);
    }
    return Stream.<Function<Throwable, Optional<Failure>>>of(
            ErrorReporting::ofInput,
            e -> ofRoom(e, destination),
            ErrorReporting::ofFile,
            ErrorReporting::ofProcess)
        .flatMap(kind -> causes.stream().map(kind).flatMap(Optional::stream))
        .findFirst()
        .orElseGet(() -> unexpected(causes.get(causes.size() - 1)));
  }

  private static Optional<Failure> ofInput(Throwable e) {
    return e instanceof InvalidInputException
            || e instanceof ExportDiffersException
            || e instanceof StoppedModelException
        ? Optional.of(
            new Failure(
                e instanceof InvalidInputException ? BAD_INPUT : FAILED, firstLine(e.getMessage())))
        : Optional.empty();
  }

  /**
   * Not of I/O exceptions only: TensorFlow, which writes models itself, has exceptions of its own.
   */
  private static Optional<Failure> ofRoom(Throwable e, Optional<Path> destination) {
    String file =
        e instanceof FileSystemException of && of.getFile() != null
            ? of.getFile()
            : destination.map(Path::toString).orElse("the output");
    return NO_ROOM.entrySet().stream()
        .filter(known -> String.valueOf(e.getMessage()).contains(known.getKey()))
        .map(known -> known.getValue().replace("%s", file))
        .map(line -> new Failure(BAD_INPUT, line + " and run the same command again to go on"))
        .findFirst();
  }

  /** Paths that cannot be read or written as they are; each of these comes from an argument. */
  private static Optional<Failure> ofFile(Throwable thrown) {
    if (!(thrown instanceof FileSystemException e)) {
      return Optional.empty();
    }
    String line;
    if (e instanceof NoSuchFileException) {
      line = e.getFile() + " does not exist; check the path";
    } else if (e instanceof AccessDeniedException) {
      line = "no permission for " + e.getFile() + "; change it or take another path";
    } else if (e instanceof FileAlreadyExistsException) {
      line = e.getFile() + " is there already and is no directory; take another path";
    } else if (e.getFile() != null && e.getReason() != null) {
      line = e.getFile() + ": " + firstLine(e.getReason()) + "; take another path";
    } else {
      return Optional.empty();
    }
    return Optional.of(new Failure(BAD_INPUT, line));
  }

  private static Optional<Failure> ofProcess(Throwable e) {
    String line =
        "out of memory; give Java more, as in POLYSTILL_JAVA_OPTS=-Xmx8g, or do less at a time";
    return e instanceof OutOfMemoryError || e instanceof CancellationException
        ? Optional.of(new Failure(FAILED, e instanceof OutOfMemoryError ? line : "interrupted"))
        : Optional.empty();
  }

  private static Failure unexpected(Throwable cause) {
    String what =
        cause instanceof EOFException
            ? "a file ends too early"
            : cause instanceof UnknownHostException
                ? "unknown host " + cause.getMessage()
                : firstLine(cause.getMessage());
    return new Failure(FAILED, "unexpected: " + what + "; run again with --debug for details");
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("no message");
  }
}
