package io.github.polystill.labs.cli;

import io.github.polystill.labs.MachineReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a benchmark shows its result. */
final class BenchOptions {
  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  /** Rows and the machine that they were measured on. */
  static Map<String, Object> asJson(List<?> rows) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("machine", MachineReport.create());
    result.put("rows", rows);
    return result;
  }
}
