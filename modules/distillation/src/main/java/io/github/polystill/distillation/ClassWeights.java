package io.github.polystill.distillation;

import java.util.List;
import org.apiguardian.api.API;

/** Weights W of the positive class in eq. (1) of METHOD.md. */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class ClassWeights {
  /** Those that the paper tries for each label. */
  public static final List<Double> PAPER = List.of(0.05, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0);

  private ClassWeights() {}
}
