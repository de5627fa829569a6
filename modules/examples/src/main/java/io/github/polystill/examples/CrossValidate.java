package io.github.polystill.examples;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.folds.Folds;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.Distillation;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.TextPipeline;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Is a distilled student better than a standalone one? {@code CrossValidate corpus.jsonl}. */
public final class CrossValidate {
  public static void main(String[] args) throws IOException {
    Corpus corpus = CorpusReader.corpus(Path.of(args[0]));
    TextPipeline pipeline = TextPipeline.with(Segmenters.HANLP_TRADITIONAL).randomVectors(50);
    OwnArchitecture network = new OwnArchitecture(32);
    Distillation method =
        Distillation.of(new BinaryRelevanceTeacher(network, List.of(0.5, 1.0, 2.0)))
            .student(network);
    List<TestedFold> distilled = new ArrayList<>();
    List<TestedFold> standalone = new ArrayList<>();
    try (TrialExecutor executor = LocalTrialExecutor.ofCores()) {
      for (Split split : Folds.rarestFirst(5, 0.15, 1).of(corpus)) {
        PreparedFold fold = pipeline.prepare(split);
        try (TextClassifier student = method.train(fold, executor);
            TextClassifier other = method.trainStandalone(fold, executor)) {
          distilled.add(tested(student, split));
          standalone.add(tested(other, split));
        }
      }
    }
    Comparison pairs = Comparison.of("mean", "distilled", distilled, "standalone", standalone);
    new Significance(1).of(List.of(pairs)).forEach(System.out::println);
  }

  private static TestedFold tested(TextClassifier model, Split split) {
    double ratio = split.test().size() / (double) (split.corpus().size() - split.test().size());
    ModelKey key = ModelKey.of(split.fold().index(), "mean", model.text().card().training());
    return new TestedFold(
        new FoldEvaluation(key, model.evaluate(split.test())),
        model.predictions(split.test()),
        ratio);
  }
}
