package io.github.polystill.distillation.trial;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** What a teacher's expert is. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum ExpertKind {
  /** A binary network of the teacher's architecture. */
  NETWORK,
  /** A {@link LinearExpert} on the words of a text. */
  LINEAR,
  /** A {@link LinearExpert} on the vector that a pre-trained encoder gives a text. */
  ENCODER;

  /** What names such an expert among the others of a label; several networks are told by seed. */
  public Optional<String> variant() {
    return this == NETWORK ? Optional.empty() : Optional.of(name().toLowerCase(Locale.ROOT));
  }

  /** What a trial is that an expert of this name came from. */
  public static ExpertKind of(TrialName trial) {
    return Arrays.stream(values())
        .filter(kind -> kind != NETWORK && kind.variant().equals(trial.variant()))
        .findFirst()
        .orElse(NETWORK);
  }
}
