package io.github.polystill.distillation.trial;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.LearntTexts;
import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.TrainingTask;
import io.github.polystill.models.training.TrainingTask.Monitor;
import java.util.Arrays;
import java.util.Map;
import org.apiguardian.api.API;

/** One network to train on one fold: the unit of work, which depends on nothing but its fields. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface TrialSpec permits ExpertSpec, StudentSpec {
  /** What it trains. */
  TrialName name();

  /** The fold. */
  TrainingData data();

  /** How the network is built and trained. */
  TrainingSettings settings();

  /** What the network is to make small. */
  Loss loss();

  /** Indexes of the documents that it learns from. */
  default int[] learntDocuments() {
    return data().fold().train();
  }

  /** The same by what each epoch takes of them. */
  default LearntTexts learntTexts() {
    return LearntTexts.always(learntDocuments());
  }

  /** Token ids of the documents, [documents][length], and of what else it learns from. */
  default int[][] tokens() {
    return data().corpus().tokens();
  }

  /** Wanted outputs, [documents][outputs]; only the rows of those documents are read. */
  float[][] targets();

  /** True labels of the outputs, [documents][outputs]. */
  boolean[][] truth();

  /** The same of the validation documents alone. */
  default boolean[][] validationTruth() {
    boolean[][] truth = truth();
    return Arrays.stream(data().fold().validation())
        .mapToObj(i -> truth[i])
        .toArray(boolean[][]::new);
  }

  /** Decides first weights, order of the batches and dropout masks. */
  default long seed() {
    TrialName name = name();
    return TrialId.seed(
        settings().seed(),
        data().fold().index(),
        settings().architecture().name(),
        name.model().training(),
        name.label().orElse(""));
  }

  /** Passes over the training documents at most; fewer where a search looks before the end. */
  default int epochs() {
    return settings().optimisation().epochs();
  }

  /** All else that decides its result, by name; values are numbers and texts. */
  Map<String, Object> decisiveFields();

  /** The name that it has in a ledger. */
  default TrialId id() {
    return TrialId.of(this, epochs());
  }

  /** The name of the same trial with all its epochs. */
  default TrialId whole() {
    return TrialId.of(this, settings().optimisation().epochs());
  }

  /** The network. */
  default NetworkSpec network() {
    EmbeddingTableShape table =
        new EmbeddingTableShape(data().rows(), data().vectors().dimensions());
    return new NetworkSpec(settings().architecture(), table, outputs());
  }

  /** Number of logits: 1 of an expert, that of the labels of a student. */
  int outputs();

  /** What the training engine does of it. */
  default TrainingTask task() {
    Monitor monitor =
        new ValidationMonitor(validationTruth(), settings().monitor(), settings().threshold());
    return new TrainingTask(
        tokens(),
        targets(),
        learntTexts(),
        data().fold().validation(),
        monitor,
        loss(),
        settings().optimisation(),
        seed());
  }
}
