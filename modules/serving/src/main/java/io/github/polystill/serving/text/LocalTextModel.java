package io.github.polystill.serving.text;

import io.github.polystill.experiments.export.TextClassifier;
import io.github.polystill.models.savedmodel.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An exported model in this process. */
public final class LocalTextModel implements TextModel {
  private final TextClassifier classifier;

  private LocalTextModel(TextClassifier classifier) {
    this.classifier = classifier;
  }

  /**
   * Loads a model.
   *
   * @param directory a version's directory, or the one above, of which the highest version is taken
   * @throws io.github.polystill.data.InvalidInputException where there is none or it is damaged
   */
  public static LocalTextModel load(Path directory) throws IOException {
    return new LocalTextModel(TextClassifier.load(directory));
  }

  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    List<List<String>> tokens =
        texts.stream()
            .map(text -> classifier.text().withoutUnread(classifier.text().tokens(text)))
            .toList();
    List<Prediction> predictions = classifier.model().predict(tokens, withAttention);
    List<TextAnswer> answers = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      answers.add(new TextAnswer(tokens.get(i), classifier.labels(), predictions.get(i)));
    }
    return answers;
  }

  @Override
  public void close() {
    classifier.close();
  }
}
