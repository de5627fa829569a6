package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.models.training.Divergence;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What the search for a label's expert has come to. Networks that diverged are left out.
 *
 * @param expert the best; empty where all diverged
 * @param divergences of the others
 * @param epochs passes over the training documents of all networks together
 * @param grid what the full grid would have done, where a search that is not it was asked to find
 *     out
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FoundExpert(
    Optional<Expert> expert, List<Divergence> divergences, int epochs, Optional<Grid> grid) {
  public FoundExpert {
    divergences = List.copyOf(divergences);
  }

  /** The chosen one, with its weights. */
  public record Expert(ExpertSpec trial, TrialResult result) {}

  /**
   * The full grid.
   *
   * @param classWeight chosen
   * @param epochs passes over the training documents for all class weights together
   */
  public record Grid(double classWeight, int epochs) {}
}
