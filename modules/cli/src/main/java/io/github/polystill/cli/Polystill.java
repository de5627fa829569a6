package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code polystill}: exit code 0 done, 1 failed, 2 wrong use or bad input. */
@Command(
    name = "polystill",
    mixinStandardHelpOptions = true,
    versionProvider = Polystill.Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description = "Distils per-label experts into one multi-label text classifier.",
    footer = {
      "",
      "Examples:",
      "  polystill run experiments/quickstart.yaml",
      "  polystill corpus check my.jsonl",
      "  polystill predict savedmodels/quickstart-textcnn-distilled --text '...'"
    },
    subcommands = {
      RunCommand.class,
      CorpusCommand.class,
      VectorsCommand.class,
      ExportCommand.class,
      PredictCommand.class
    })
public final class Polystill implements Runnable {
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Says which version this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Polystill.class.getPackage().getImplementationVersion();
      return new String[] {"polystill " + (version == null ? "(not packaged)" : version)};
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "give a command; polystill --help lists them");
  }

  /** A command line that never lets an exception out. */
  static CommandLine commandLine() {
    Polystill polystill = new Polystill();
    CommandLine commandLine = new CommandLine(polystill);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((e, arguments) -> wrongUse(e));
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> polystill.failed(e, command.getErr()));
    return commandLine;
  }

  private static int wrongUse(CommandLine.ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("polystill: " + oneLine(e.getMessage()));
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return BAD_INPUT;
  }

  private int failed(Exception e, PrintWriter err) {
    int code = FAILED;
    if (e instanceof InvalidInputException) {
      err.println("polystill: " + oneLine(e.getMessage()));
      code = BAD_INPUT;
    } else if (isDiskFull(e)) {
      err.println(
          "polystill: the disk is full ("
              + oneLine(e.getMessage())
              + "); make room and run the same command again, finished trials are kept");
      code = BAD_INPUT;
    } else if (e instanceof CancellationException) {
      err.println("polystill: " + oneLine(e.getMessage()));
    } else if (e instanceof FileSystemException fileError) {
      err.println("polystill: " + reason(fileError));
      code = BAD_INPUT;
    } else {
      err.println(
          "polystill: "
              + e.getClass().getSimpleName()
              + ": "
              + oneLine(e.getMessage())
              + " (--debug prints the stack trace)");
    }
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return e.getFile() + ": no such file or directory";
    }
    String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return e.getFile() + ": " + why + "; check the path and its permissions";
  }

  private static boolean isDiskFull(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && cause.getMessage() != null) {
        String message = cause.getMessage().toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("disk quota")) {
          return true;
        }
      }
    }
    return false;
  }

  private static String oneLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }
}
