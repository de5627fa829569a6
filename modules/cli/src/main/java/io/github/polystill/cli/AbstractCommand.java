package io.github.polystill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have: help, streams, and where they write. */
abstract class AbstractCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /** The result. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Remarks and progress. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The file or directory that is written, for the error about a full disk. */
  Optional<Path> destination() {
    return Optional.empty();
  }

  /** Prints records, maps and lists as indented JSON. */
  final void printJson(Object value) {
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      out().println(mapper.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results always have a JSON form", e);
    }
  }

  /** The error for an option that cannot have this value. */
  final ParameterException wrongUse(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
