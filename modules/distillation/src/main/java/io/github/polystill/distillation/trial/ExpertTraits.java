package io.github.polystill.distillation.trial;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What the experts of a teacher have in common beside their settings, and what tells them from
 * those of another of the same architecture.
 *
 * @param kind what they are
 * @param variant of their names, where others have the same class weights, such as another seed
 * @param learnsCopies whether they learn the copies of the training documents too
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ExpertTraits(ExpertKind kind, Optional<String> variant, boolean learnsCopies) {
  /** Networks that are the only ones, and learn the documents. */
  public static final ExpertTraits PAPER =
      new ExpertTraits(ExpertKind.NETWORK, Optional.empty(), false);

  /** Those of linear models, which learn no copies. */
  public static ExpertTraits of(ExpertKind linear) {
    return new ExpertTraits(linear, linear.variant(), false);
  }

  /** The same under another name. */
  public ExpertTraits named(String name) {
    return new ExpertTraits(kind, Optional.of(name), learnsCopies);
  }

  /** The same that learn the copies too. */
  public ExpertTraits learningCopies() {
    return new ExpertTraits(kind, variant, true);
  }
}
