package io.github.polystill.experiments.run;

import io.github.polystill.data.Document;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a finished run says.
 *
 * @param directory its files
 * @param evaluations figures of every architecture, training type and fold, and of baselines
 * @param models the trials behind them, without baselines
 * @param corpus what was learnt from
 * @param remarks sentences that belong to the figures, such as which of them is missing and why
 * @param warnings what happened in this process that the user should look at
 */
public record RunResult(
    RunDirectory directory,
    List<FoldEvaluation> evaluations,
    List<TrainedModel> models,
    PreparedCorpus corpus,
    List<String> remarks,
    List<String> warnings) {

  /** What must be said with every figure, such as that the corpus is synthetic. */
  public Optional<String> notice() {
    return corpus.notice();
  }

  /** Documents of a fold's test part. */
  public List<Document> testDocuments(int fold) {
    List<Document> documents = corpus.segmented().corpus().documents();
    return Arrays.stream(corpus.folds().get(fold).test()).mapToObj(documents::get).toList();
  }
}
