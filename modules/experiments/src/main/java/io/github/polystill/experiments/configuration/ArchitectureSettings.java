package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.TextCnnSettings;
import java.util.Optional;

/** An architecture and its sizes. */
public sealed interface ArchitectureSettings {
  /** The name in experiment files and results. */
  String name();

  /** The network. */
  Architecture network();

  /** A batch size of its own instead of the experiment's. */
  Optional<Integer> batchSize();

  /** TextCNN (Liu et al. 2017). */
  record TextCnn(TextCnnSettings settings, Optional<Integer> batchSize)
      implements ArchitectureSettings {
    static final String NAME = "textcnn";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Architecture network() {
      return new io.github.polystill.models.TextCnn(settings);
    }
  }
}
