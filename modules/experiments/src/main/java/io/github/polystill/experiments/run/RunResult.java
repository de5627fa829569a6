package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.FoldEvaluation;
import java.util.List;
import java.util.Optional;

/**
 * What a finished run says.
 *
 * @param directory its files
 * @param evaluations figures of every architecture, training type and fold
 * @param models the trials behind them
 * @param notice what must be said with every figure, such as that the corpus is synthetic
 * @param remarks what happened on the way
 */
public record RunResult(
    RunDirectory directory,
    List<FoldEvaluation> evaluations,
    List<TrainedModel> models,
    Optional<String> notice,
    List<String> remarks) {}
