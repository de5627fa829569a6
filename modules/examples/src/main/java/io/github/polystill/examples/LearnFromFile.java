package io.github.polystill.examples;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.folds.Folds;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.Distillation;
import io.github.polystill.distillation.RecordedTeacher;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.TextPipeline;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A teacher from elsewhere, such as a language model, whose answers stand in a file with a header
 * {@code id,LABEL:probability,...}: {@code LearnFromFile corpus.jsonl responses.csv
 * savedmodels/mine/1}.
 */
public final class LearnFromFile {
  public static void main(String[] args) throws IOException {
    Split split = Folds.rarestFirst(5, 0.15, 1).of(CorpusReader.corpus(Path.of(args[0]))).get(0);
    Responses responses =
        Responses.read(CompressedFile.open(Path.of(args[1])), args[1], split.corpus());
    Distillation method = Distillation.of(new RecordedTeacher(responses));
    try (TrialExecutor executor = LocalTrialExecutor.ofCores();
        TextClassifier student =
            method.train(
                TextPipeline.with(Segmenters.HANLP_TRADITIONAL).prepare(split), executor)) {
      System.out.println(student.evaluate(split.test()).macroF1());
      student.save(Path.of(args[2]));
    }
  }
}
