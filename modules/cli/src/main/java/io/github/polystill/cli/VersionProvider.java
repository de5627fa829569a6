package io.github.polystill.cli;

import io.github.polystill.experiments.environment.BuildVersions;
import picocli.CommandLine.IVersionProvider;

/** Says {@code polystill 0.1.0}. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"polystill " + BuildVersions.polystill()};
  }
}
