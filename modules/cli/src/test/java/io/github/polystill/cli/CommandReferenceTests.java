package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command reference against the help that the commands print. */
public class CommandReferenceTests {
  private static final Path PAGE = Path.of("../../docs/commands.md");

  /** Run with -Dpolystill.update=true to write the page anew. */
  @Test
  void isCurrent() throws IOException {
    String expected = markdown();
    if (Boolean.getBoolean("polystill.update")) {
      Files.writeString(PAGE, expected, StandardCharsets.UTF_8);
    }
    assertThat(PAGE).content(StandardCharsets.UTF_8).isEqualTo(expected);
  }

  private static String markdown() {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            Generated from the commands' own `--help`; do not edit. In a checkout, write `./polystill` for `polystill`.
            """);
    append(page, Polystill.commandLine(nowhere, nowhere));
    return page.toString();
  }

  /** Adds the help of a command and of all that it has. */
  public static void append(StringBuilder page, CommandLine command) {
    page.append("\n## ")
        .append(command.getCommandSpec().qualifiedName())
        .append("\n\n```text\n")
        .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).strip())
        .append("\n```\n");
    command.getSubcommands().values().forEach(nested -> append(page, nested));
  }
}
