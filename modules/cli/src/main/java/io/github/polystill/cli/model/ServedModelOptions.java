package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** An exported model that predicts. */
final class ServedModelOptions {
  /** A threshold: a number in 0..1. */
  static final class Threshold implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      boolean isDecimal = value.matches("[+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");
      double threshold = isDecimal ? Double.parseDouble(value) : Double.NaN;
      if (!(threshold >= 0 && threshold <= 1)) { // NaN too
        throw new TypeConversionException("'" + value + "' is no threshold; give a number in 0..1");
      }
      return threshold;
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Directory of an exported model, or of one of its versions.")
  Path directory;

  @Option(
      names = "--segmenter-model",
      paramLabel = "DIR",
      description =
          "The CKIP model that cut the training texts, which is no part of MODEL; for those whose"
              + " segmenter is ckip.")
  Optional<Path> segmenterModel = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that predict (default: one per core).")
  int threads = AbstractCommand.cores();
}
