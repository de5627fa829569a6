package io.github.polystill.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.cli.CommandReferenceTests;
import io.github.polystill.cli.Polystill;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The reference of the labs' commands against the help that they print. */
class LabsReferenceTests {
  private static final Path PAGE = Path.of("../../docs/labs.md");

  /** Run with -Dpolystill.update=true to write the page anew. */
  @Test
  void isCurrent() throws IOException {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    Map<String, CommandLine> commands = Polystill.commandLine(nowhere, nowhere).getSubcommands();
    StringBuilder page =
        new StringBuilder(
            """
            # Commands of the labs

            Measurements and stress tests: part of a checkout, not of the product. Generated from the commands' own
            `--help`; do not edit.
            """);
    CommandReferenceTests.append(page, commands.get("bench"));
    CommandReferenceTests.append(page, commands.get("stress"));
    if (Boolean.getBoolean("polystill.update")) {
      Files.writeString(PAGE, page, StandardCharsets.UTF_8);
    }
    assertThat(PAGE).content(StandardCharsets.UTF_8).isEqualTo(page.toString());
  }
}
