package io.github.polystill.examples;

import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The labels of texts by a model that was saved: {@code PredictTexts savedmodels/mine TEXT...}. */
public final class PredictTexts {
  public static void main(String[] args) throws IOException {
    List<String> texts = Arrays.asList(args).subList(1, args.length);
    try (TextClassifier model = TextClassifier.load(Path.of(args[0]))) {
      for (TextAnswer answer : model.predict(texts, false)) {
        System.out.println(answer.prediction().labels());
        for (int label : answer.mostProbable(3)) {
          float probability = answer.prediction().probabilities()[label];
          System.out.println("  " + answer.names().get(label) + " " + probability);
        }
      }
    }
  }
}
