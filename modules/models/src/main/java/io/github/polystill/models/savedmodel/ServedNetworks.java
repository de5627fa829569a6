package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.LayerScope;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Networks of a served model that differ in their weights alone.
 *
 * @param spec shape of each
 * @param layout how the words of a text become a row of tokens
 * @param weights of each by parameter name
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ServedNetworks(
    NetworkSpec spec, TokenLayout layout, List<Map<String, float[]>> weights) {
  public ServedNetworks {
    weights = List.copyOf(weights);
  }

  /** Outputs of all of them. */
  int outputs() {
    return weights.size() * spec.outputs();
  }

  /** Whether they have trained word vectors of their own. */
  boolean haveOwnVectors() {
    return weights.get(0).containsKey(LayerScope.FINE_TUNED_TABLE);
  }

  /** Whether they are computed at once, with their weights in one tensor. */
  boolean isStacked() {
    return weights.size() > 1 && spec.outputs() == 1 && spec.architecture().isStackable();
  }

  /** Whether one pass of layers computes them, which can read tables and has attention. */
  boolean isOnePass() {
    return weights.size() == 1 || isStacked();
  }

  /** What the names of the parameters of one of them begin with, where they are not stacked. */
  String prefix(int network) {
    return weights.size() == 1 ? "" : "expert" + network + ".";
  }
}
