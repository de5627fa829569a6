package io.github.polystill.serving.text;

import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model whose labels are those above one threshold, whatever its own are.
 *
 * @param model asked for the probabilities
 * @param threshold in 0..1, which a label's probability has to exceed
 */
public record ThresholdedTextModel(TextModel model, double threshold) implements TextModel {
  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) throws IOException {
    return model.predict(texts, withAttention).stream().map(this::decided).toList();
  }

  private TextAnswer decided(TextAnswer answer) {
    float[] probabilities = answer.prediction().probabilities();
    List<String> labels =
        IntStream.range(0, probabilities.length)
            .filter(label -> probabilities[label] > threshold)
            .mapToObj(answer.names()::get)
            .toList();
    return new TextAnswer(
        answer.text(),
        answer.names(),
        new Prediction(probabilities, labels, answer.prediction().attention()));
  }

  @Override
  public void close() {
    model.close();
  }
}
