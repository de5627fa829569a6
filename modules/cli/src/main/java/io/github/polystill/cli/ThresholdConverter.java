package io.github.polystill.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A threshold: a number in 0..1. */
final class ThresholdConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String value) {
    double threshold = value.matches("[0-9.eE+-]+") ? parsed(value) : Double.NaN;
    if (!(threshold >= 0 && threshold <= 1)) { // NaN too
      throw new TypeConversionException("'" + value + "' is no threshold; give a number in 0..1");
    }
    return threshold;
  }

  private static double parsed(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
