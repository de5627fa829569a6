package io.github.polystill.cli;

import io.github.polystill.models.ArchitectureRegistry;
import java.util.Iterator;

/** The architectures, for shells that complete their names. */
final class ArchitectureNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return ArchitectureRegistry.STANDARD.names().iterator();
  }
}
