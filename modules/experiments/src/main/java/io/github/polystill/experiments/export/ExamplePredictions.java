package io.github.polystill.experiments.export;

import io.github.polystill.data.Document;
import io.github.polystill.data.Excerpt;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows what an exported model says of some documents that it has not learnt from. */
public final class ExamplePredictions {
  private static final int EXCERPT = 40;

  private ExamplePredictions() {}

  /**
   * Loads the exported model and asks it.
   *
   * @param version directory that was exported
   * @param count documents of the fold's test part to show
   * @param segmenterModel directory of the segmenter's model, if it has one
   * @return lines to print
   */
  public static List<String> of(
      RunResult result,
      TrainedModel model,
      Path version,
      int count,
      Optional<String> segmenterModel)
      throws IOException {
    List<Document> test = result.testDocuments(model.fold());
    List<String> lines = new ArrayList<>();
    try (TextClassifier classifier =
        TextClassifier.load(version, LoadedModel.LONGEST_CALL, segmenterModel.map(Path::of))) {
      for (Document document : test.subList(0, Math.min(count, test.size()))) {
        lines.add("");
        lines.add(excerpt(document.text()));
        lines.add("  predicted: " + predicted(classifier, document.text()));
        lines.add("  true:      " + String.join(" ", document.labels()));
      }
    }
    return lines;
  }

  private static String excerpt(String text) {
    return Excerpt.of(text.replace('\n', ' '), EXCERPT);
  }

  private static String predicted(TextClassifier classifier, String text) {
    TextAnswer answer = classifier.predict(List.of(text), false).get(0);
    float[] probabilities = answer.prediction().probabilities();
    return answer.prediction().labels().stream()
        .map(
            label ->
                String.format(
                    Locale.ROOT, "%s %.2f", label, probabilities[answer.names().indexOf(label)]))
        .collect(Collectors.joining("  "));
  }
}
