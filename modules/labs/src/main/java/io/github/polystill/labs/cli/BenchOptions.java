package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.TerminalWriter;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.labs.MachineReport;
import io.github.polystill.report.table.TextTable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What benchmarks share: how they show their result. */
final class BenchOptions {
  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /** Makes sure that an option names nothing unknown. */
  void requireAmong(String option, List<String> given, List<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new ParameterException(
            command.commandLine(),
            option + ": '" + name + "' is none of " + String.join(", ", known));
      }
    }
  }

  /** Prints rows as a table, or as JSON with the machine that they were measured on. */
  void print(PrintWriter out, List<?> rows, TextTable table) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("machine", MachineReport.create());
      result.put("rows", rows);
      TerminalWriter.exact(out).print(RecordsJson.indented(result));
    } else {
      out.print(table);
    }
  }
}
