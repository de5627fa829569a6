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
    List<List<String>> all = texts.stream().map(classifier.text()::tokens).toList();
    List<List<String>> tokens = all.stream().map(classifier.text()::withoutUnread).toList();
    List<Prediction> predictions = classifier.model().predict(tokens, withAttention);
    List<TextAnswer> answers = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      int unread = all.get(i).size() - tokens.get(i).size();
      answers.add(new TextAnswer(tokens.get(i), unread, classifier.labels(), predictions.get(i)));
    }
    return answers;
  }

  @Override
  public void close() {
    classifier.close();
  }
}
