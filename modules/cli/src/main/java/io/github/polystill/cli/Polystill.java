package io.github.polystill.cli;

import io.github.polystill.cli.command.AddedCommands;
import io.github.polystill.cli.command.CommandGroup;
import io.github.polystill.cli.command.ErrorReporting;
import io.github.polystill.cli.command.LogAppender;
import io.github.polystill.cli.command.Program;
import io.github.polystill.cli.command.StandardError;
import io.github.polystill.cli.command.TerminalWriter;
import io.github.polystill.cli.corpus.CorpusCommand;
import io.github.polystill.cli.model.EvaluateCommand;
import io.github.polystill.cli.model.ExportCommand;
import io.github.polystill.cli.model.PredictCommand;
import io.github.polystill.cli.model.RespondCommand;
import io.github.polystill.cli.model.ServeCommand;
import io.github.polystill.cli.run.CompareCommand;
import io.github.polystill.cli.run.ReportCommand;
import io.github.polystill.cli.run.RunCommand;
import io.github.polystill.cli.run.VerifyCommand;
import io.github.polystill.cli.vectors.VectorsCommand;
import io.github.polystill.experiments.environment.BuildVersions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code polystill} command. Results go to stdout, everything else to stderr; the exit code is
 * 0 for done, 1 for failed, 2 for wrong use or bad input.
 */
@Command(
    name = "polystill",
    description = "Distils per-label experts into one multi-label text classifier.",
    versionProvider = Polystill.Version.class,
    subcommands = {
      RunCommand.class,
      VerifyCommand.class,
      CorpusCommand.class,
      VectorsCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      ExportCommand.class,
      PredictCommand.class,
      RespondCommand.class,
      EvaluateCommand.class,
      ServeCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong use or bad input"},
    footer = {
      "",
      "Examples:",
      "  polystill run experiments/quickstart.yaml",
      "  polystill corpus stats my-corpus.jsonl",
      "  polystill predict savedmodels/quickstart-textcnn-distilled --text 頭痛怎麼辦"
    })
public final class Polystill extends CommandGroup implements Program {
  /** Says {@code polystill 0.1.0}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"polystill " + BuildVersions.polystill()};
    }
  }

  /** So wide that the examples, which are to be copied, stay on their lines. */
  private static final int USAGE_WIDTH = 120;

  @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
  boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error and a more detailed log.")
  boolean debug;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command; its exit code. */
  static int run(String... args) {
    // The same bytes wherever it runs; TensorFlow Java writes names of nodes in the default locale.
    Locale.setDefault(Locale.ROOT);
    // UTF-8 whatever the platform says: labels and texts are Chinese.
    StandardOutput stdout = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out = new PrintWriter(stdout, false, StandardCharsets.UTF_8);
    PrintWriter err = StandardError.writer(false);
    int exitCode = commandLine(out, err).execute(args);
    out.flush();
    if (exitCode == 0 && stdout.failure().isPresent()) {
      exitCode = ErrorReporting.outputLost(stdout.failure().get(), err);
    }
    err.flush();
    return exitCode;
  }

  /** The command line with all its commands, those of other modules on the class path too. */
  public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine commandLine = new CommandLine(new Polystill());
    for (AddedCommands added : ServiceLoader.load(AddedCommands.class)) {
      added.commands().forEach(commandLine::addSubcommand);
    }
    commandLine.setOut(new TerminalWriter(out, false));
    commandLine.setErr(new TerminalWriter(err, false));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(USAGE_WIDTH);
    commandLine.setExecutionStrategy(Polystill::execute);
    commandLine.setParameterExceptionHandler(ErrorReporting::wrongUse);
    commandLine.setExecutionExceptionHandler(ErrorReporting::failed);
    return commandLine;
  }

  @Override
  public CommandLine commandLineFor(PrintWriter out, PrintWriter err) {
    return commandLine(out, err);
  }

  /** An unknown command is wrong use with {@code --help} too, which makes picocli overlook it. */
  private static void requireKnown(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      List<String> unmatched = command.getUnmatchedArguments();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(command, unmatched);
      }
    }
  }

  private static int execute(ParseResult parsed) {
    if (parsed.commandSpec().root().userObject() instanceof Polystill root && root.debug) {
      LogAppender.debug();
    }
    requireKnown(parsed);
    List<CommandLine> asked = parsed.asCommandLineList();
    if (asked.stream().anyMatch(CommandLine::isUsageHelpRequested)) { // which may have colours
      asked.get(0).setOut(TerminalWriter.exact(asked.get(0).getOut()));
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      // Such as no memory or no native library: picocli would let it out.
      throw new ExecutionException(asked.get(asked.size() - 1), e.toString(), e);
    }
  }
}
