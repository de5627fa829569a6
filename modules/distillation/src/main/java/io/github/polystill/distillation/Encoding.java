package io.github.polystill.distillation;

import java.util.List;
import org.apiguardian.api.API;

/** Gives texts the vectors of a pre-trained encoder, computed now or known from before. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface Encoding {
  /** Names all that decides the vectors. */
  String contentHash();

  /** Computes the vectors of texts that are not known yet, so that they are from now on. */
  void encode(List<String> texts);

  /** The vectors of some texts, [texts][width]. */
  float[][] vectors(List<String> texts);
}
