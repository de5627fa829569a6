package io.github.polystill.models.savedmodel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * What a model says of one text.
 *
 * @param text what the model read of it
 * @param names of all labels in the model's order
 * @param prediction its probabilities, labels and attention; no labels where the text has no word
 *     that the model knows, even of a model that was exported when graphs still gave some
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record TextAnswer(TextTokens text, List<String> names, Prediction prediction) {
  public TextAnswer {
    if (!text.hasKnownWord()) {
      prediction = new Prediction(prediction.probabilities(), List.of(), prediction.attention());
    }
  }

  /**
   * The same with the labels of which the probability exceeds one threshold, whatever the model's
   * own are.
   */
  public TextAnswer decidedBy(double threshold) {
    float[] probabilities = prediction.probabilities();
    List<String> labels =
        IntStream.range(0, probabilities.length)
            .filter(label -> probabilities[label] > threshold)
            .mapToObj(names::get)
            .toList();
    return new TextAnswer(
        text, names, new Prediction(probabilities, labels, prediction.attention()));
  }

  /** Indexes of the most probable labels, those first. */
  public List<Integer> mostProbable(int count) {
    return greatest(prediction.probabilities(), count);
  }

  private static List<Integer> greatest(float[] values, int count) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -values[i]))
        .limit(count)
        .toList();
  }

  /**
   * Weights of tokens.
   *
   * @param label whose expert looked at them; "" where one network has all labels
   * @param weights one for each token; where there are sentences, that of the word times that of
   *     its sentence
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record View(String label, float[] weights) {
    /** The indexes of the tokens with the greatest weights, those first. */
    public List<Integer> strongest(int count) {
      return greatest(weights, count).stream().filter(i -> weights[i] > 0).toList();
    }
  }

  /**
   * What the model looked at: once for a student; for a teacher, whose experts look for themselves,
   * once for each label that was predicted, or for the most probable one.
   *
   * @return empty where the model has no attention or was not asked for it
   */
  public List<View> attention() {
    if (prediction.attention().isEmpty()) {
      return List.of();
    }
    Prediction.Attention attention = prediction.attention().get();
    if (attention.words().length == 1) {
      return List.of(new View("", weights(attention, 0)));
    }
    List<View> views = new ArrayList<>();
    List<Integer> most = mostProbable(1);
    for (int i = 0; i < names.size(); i++) {
      boolean isShown =
          prediction.labels().isEmpty()
              ? most.contains(i)
              : prediction.labels().contains(names.get(i));
      if (isShown) {
        views.add(new View(names.get(i), weights(attention, i)));
      }
    }
    return views;
  }

  private static float[] weights(Prediction.Attention attention, int index) {
    float[] weights = attention.words()[index].clone();
    attention
        .sentences()
        .ifPresent(
            sentences -> {
              for (int i = 0; i < weights.length; i++) {
                weights[i] *= sentences[index][i];
              }
            });
    return weights;
  }
}
