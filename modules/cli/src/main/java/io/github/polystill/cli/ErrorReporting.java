package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.export.ExportDiffersException;
import java.io.IOException;
import java.io.PrintWriter;
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
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on stderr and an exit code. */
final class ErrorReporting {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private record Room(String problem, String remedy) {}

  private static final Room DISK_FULL = new Room("disk full", "free some space");

  /** What Linux, macOS and Windows say where there is no room for a file. */
  private static final Map<String, Room> NO_ROOM =
      Map.of(
          "No space left on device",
          DISK_FULL,
          "not enough space on the disk",
          DISK_FULL,
          "Disk quota exceeded",
          new Room("disk quota exceeded", "free some space"),
          "File too large",
          new Room("largest file size reached", "raise the limit (ulimit -f)"));

  private record Failure(int exitCode, String line) {}

  private ErrorReporting() {}

  /** Options and arguments that do not fit. */
  static int wrongUse(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    PrintWriter err = commandLine.getErr();
    String command = commandLine.getCommandSpec().qualifiedName();
    err.println("polystill: " + firstLine(e.getMessage()) + suggestion(e));
    err.println("Try: " + command + " --help");
    err.flush();
    return BAD_INPUT;
  }

  private static String suggestion(ParameterException e) {
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
  }

  /** Anything that a command throws. */
  static int failed(Exception thrown, CommandLine commandLine, ParseResult parseResult) {
    Optional<Path> destination =
        commandLine.getCommandSpec().userObject() instanceof AbstractCommand command
            ? command.destination()
            : Optional.empty();
    Failure failure = describe(thrown, destination);
    PrintWriter err = commandLine.getErr();
    err.println(
        "polystill: "
            + ParameterNames.inOptions(commandLine.getCommandSpec(), failure.line()));
    if (isDebug(commandLine)) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return failure.exitCode();
  }

  private static boolean isDebug(CommandLine commandLine) {
    return commandLine.getCommandSpec().root().userObject() instanceof Polystill root && root.debug;
  }

  private static Failure describe(Throwable thrown, Optional<Path> destination) {
    List<Throwable> causes = chain(thrown);
    return firstOf(causes, InvalidInputException.class)
        .map(e -> new Failure(BAD_INPUT, firstLine(e.getMessage())))
        .or(
            () ->
                firstOf(causes, ExportDiffersException.class)
                    .map(e -> new Failure(FAILED, firstLine(e.getMessage()))))
        .or(() -> noRoom(causes, destination))
        .or(() -> firstOf(causes, FileSystemException.class).flatMap(ErrorReporting::ofFile))
        .or(() -> firstOf(causes, OutOfMemoryError.class).map(e -> outOfMemory()))
        .or(
            () ->
                firstOf(causes, CancellationException.class)
                    .map(e -> new Failure(FAILED, "interrupted")))
        .orElseGet(() -> unexpected(causes.get(causes.size() - 1)));
  }

  /** A result that could not be written to standard output. */
  static int outputLost(IOException e, PrintWriter err) {
    Optional<Path> destination = Optional.of(Path.of("standard output"));
    Failure failure = noRoom(List.of(e), destination).orElseGet(() -> unexpected(e));
    err.println("polystill: " + failure.line());
    err.flush();
    return failure.exitCode();
  }

  /**
   * Not of I/O exceptions only: TensorFlow, which writes models itself, has exceptions of its own.
   */
  private static Optional<Failure> noRoom(List<Throwable> causes, Optional<Path> destination) {
    return causes.stream()
        .flatMap(
            e ->
                NO_ROOM.entrySet().stream()
                    .filter(known -> message(e).contains(known.getKey()))
                    .map(known -> noRoom(e, known.getValue(), destination)))
        .findFirst();
  }

  private static Failure noRoom(Throwable e, Room room, Optional<Path> destination) {
    String file =
        e instanceof FileSystemException of && of.getFile() != null
            ? of.getFile()
            : destination.map(Path::toString).orElse("the output");
    return new Failure(
        BAD_INPUT,
        room.problem()
            + " while writing "
            + file
            + "; "
            + room.remedy()
            + " and run the same command again to go on");
  }

  /** Paths that cannot be read or written as they are; each of these comes from an argument. */
  private static Optional<Failure> ofFile(FileSystemException e) {
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

  private static Failure outOfMemory() {
    return new Failure(
        FAILED,
        "out of memory; give Java more, as in POLYSTILL_JAVA_OPTS=-Xmx8g, or do less at a time");
  }

  private static Failure unexpected(Throwable cause) {
    String line = cause.getClass().getSimpleName() + ": " + firstLine(message(cause));
    return new Failure(FAILED, line + "; run again with --debug for details");
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = thrown; e != null && !causes.contains(e); e = e.getCause()) {
      causes.add(e);
    }
    return causes;
  }

  private static <T> Optional<T> firstOf(List<Throwable> causes, Class<T> type) {
    Stream<Throwable> matching = causes.stream().filter(type::isInstance);
    return matching.findFirst().map(type::cast);
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "no message" : e.getMessage();
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("no message");
  }
}
