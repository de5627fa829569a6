package io.github.polystill.examples;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.folds.Folds;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.ClassWeights;
import io.github.polystill.distillation.Distillation;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.Teacher;
import io.github.polystill.distillation.TextPipeline;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** The paper's method on one fold: {@code DistilStudent corpus.jsonl savedmodels/mine/1}. */
public final class DistilStudent {
  public static void main(String[] args) throws IOException {
    Corpus corpus = CorpusReader.corpus(Path.of(args[0]));
    Split split = Folds.rarestFirst(5, 0.15, 1).of(corpus).get(0);
    TextPipeline pipeline = TextPipeline.with(Segmenters.HANLP_TRADITIONAL);
    PreparedFold data = pipeline.maxLength(300).randomVectors(300).prepare(split);
    Teacher teacher = new BinaryRelevanceTeacher(TextCnn.standard(), ClassWeights.PAPER);
    Distillation method = Distillation.of(teacher).student(TextCnn.standard());
    try (TrialExecutor executor = LocalTrialExecutor.ofCores();
        TextClassifier student = method.train(data, executor)) {
      System.out.println(student.evaluate(split.test()).macroF1());
      student.save(Path.of(args[1]));
    }
  }
}
