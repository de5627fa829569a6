package io.github.polystill.experiments.export;

import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.ServedModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How an exported model compares with the network it came from, on the test part of its fold. A
 * text without known words has no labels in any of the figures, as in the exported model.
 *
 * @param documents number of documents compared
 * @param largestDifference between two probabilities, however the exported model was asked
 * @param trained figures of the network in training
 * @param exported figures of the exported model, asked by words
 * @param atFixed the same by the run's fixed thresholds instead of the model's own
 * @param otherDecisions how many cells (document, label) the exported model decides otherwise than
 *     the network in training would by the same thresholds; their probabilities are no further from
 *     the threshold than they are from one another
 * @param wordless how many documents have no word that the model knows
 */
public record ExportCheck(
    int documents,
    double largestDifference,
    MultiLabelEvaluation trained,
    MultiLabelEvaluation exported,
    MultiLabelEvaluation atFixed,
    int otherDecisions,
    int wordless) {
  private static final int BATCH = 64;
  private static final int LINE_END_ID = -1;

  /**
   * Asks the exported model about all documents, in all ways that it can be asked: by words, by
   * ids, and by raw text where it takes that. By ids it is not asked about a text in which a word
   * outside the vocabulary decides where a sentence ends, since ids do not show that.
   *
   * @param model what was exported
   * @param fixed the run's fixed thresholds, [labels]
   * @param tolerance largest difference of two probabilities
   * @throws ExportDiffersException where it is larger, or the model names other labels than those
   *     whose probability exceeds their threshold, or any to a text without known words
   */
  static ExportCheck run(
      LoadedModel loaded,
      StoredModels.TestTexts test,
      ServedModel model,
      double[] fixed,
      double tolerance) {
    Predictions expected = test.expected();
    int documents = test.texts().size();
    float[][] byWords = new float[documents][];
    LargestDifference largest = new LargestDifference(expected);
    double[] limits = model.thresholds().stream().mapToDouble(Double::doubleValue).toArray();
    BitSet wordless = new BitSet();
    Optional<String> mislabelled = Optional.empty();
    for (int begin = 0; begin < documents; begin += BATCH) {
      List<Integer> batch =
          IntStream.range(begin, Math.min(begin + BATCH, documents)).boxed().toList();
      List<List<String>> tokens = batch.stream().map(i -> test.texts().get(i).tokens()).toList();
      List<Prediction> predictions = loaded.predict(tokens, false);
      float[][] rows = predictions.stream().map(Prediction::probabilities).toArray(float[][]::new);
      System.arraycopy(rows, 0, byWords, begin, rows.length);
      for (int i = 0; i < rows.length; i++) {
        wordless.set(begin + i, !hasKnownWord(test.texts().get(begin + i), model));
        List<String> wanted =
            wordless.get(begin + i) ? List.of() : above(rows[i], limits, model.labels());
        if (mislabelled.isEmpty() && !predictions.get(i).labels().equals(wanted)) {
          mislabelled = Optional.of(expected.ids().get(begin + i));
        }
      }
      largest.add("", batch, rows);
      List<Integer> byIds =
          batch.stream().filter(i -> idsSuffice(test.texts().get(i), model)).toList();
      if (!byIds.isEmpty()) {
        int[][] ids =
            byIds.stream()
                .map(i -> ids(test.texts().get(i), model.vocabulary()))
                .toArray(int[][]::new);
        largest.add(" by its ids", byIds, loaded.probabilities(ids));
      }
      if (model.splitsCharacters()) {
        List<String> raw = tokens.stream().map(words -> String.join(" ", words)).toList();
        largest.add(" by its characters", batch, loaded.probabilitiesOfTexts(raw));
      }
    }
    if (Double.isNaN(largest.value())) { // of which there are no figures
      throw new ExportDiffersException(largest.describe(model.storage(), tolerance));
    }
    Predictions answers =
        new Predictions(expected.labels(), expected.ids(), expected.truth(), byWords);
    ExportCheck check =
        new ExportCheck(
            documents,
            largest.value(),
            MultiLabelEvaluator.evaluate(expected, limits, wordless::get),
            MultiLabelEvaluator.evaluate(answers, limits, wordless::get),
            MultiLabelEvaluator.evaluate(answers, fixed, wordless::get),
            otherDecisions(expected.probabilities(), byWords, limits),
            wordless.cardinality());
    if (largest.value() > tolerance) {
      throw new ExportDiffersException(largest.describe(model.storage(), tolerance), check);
    }
    if (mislabelled.isPresent()) {
      throw new ExportDiffersException(
          "the exported model differs: the labels that it gives document "
              + mislabelled.get()
              + " are not those above their thresholds; nothing was written",
          check);
    }
    return check;
  }

  /** Whether a model reads a word of the text that is listed and no mere punctuation. */
  private static boolean hasKnownWord(SegmentedText text, ServedModel model) {
    Vocabulary vocabulary = model.vocabulary();
    return Arrays.stream(model.layout().encode(text, vocabulary)).anyMatch(vocabulary::isKnownWord);
  }

  private static List<String> above(float[] probabilities, double[] limits, List<String> labels) {
    return IntStream.range(0, limits.length)
        .filter(label -> probabilities[label] > limits[label])
        .mapToObj(labels::get)
        .toList();
  }

  private static int otherDecisions(float[][] some, float[][] others, double[] limits) {
    int count = 0;
    for (int i = 0; i < some.length; i++) {
      for (int label = 0; label < limits.length; label++) {
        count += some[i][label] > limits[label] == others[i][label] > limits[label] ? 0 : 1;
      }
    }
    return count;
  }

  /** Whether the words of a text are in the same places if the rare ones are only unknown. */
  private static boolean idsSuffice(SegmentedText text, ServedModel model) {
    Vocabulary vocabulary = model.vocabulary();
    SegmentedText shown =
        new SegmentedText(
            text.words().stream()
                .map(word -> vocabulary.words().get(id(word, vocabulary)))
                .toList(),
            text.lineEnds());
    return model.layouts().stream()
        .allMatch(it -> Arrays.equals(it.encode(text, vocabulary), it.encode(shown, vocabulary)));
  }

  private static int[] ids(SegmentedText text, Vocabulary vocabulary) {
    return text.tokens().stream()
        .mapToInt(token -> token.equals(LoadedModel.LINE_END) ? LINE_END_ID : id(token, vocabulary))
        .toArray();
  }

  /** A word that happens to be spelled like padding is an unknown one. */
  private static int id(String word, Vocabulary vocabulary) {
    return Math.max(Vocabulary.UNKNOWN_ID, vocabulary.id(word));
  }

  /** The largest difference between probabilities of an exported model and those in training. */
  private static final class LargestDifference {
    private final Predictions expected;
    private double value;
    private String where = "";

    LargestDifference(Predictions expected) {
      this.expected = expected;
    }

    /**
     * Compares documents.
     *
     * @param asked how the exported model was asked about them, for the message
     * @param documents their numbers
     * @param actual [documents][labels]
     */
    void add(String asked, List<Integer> documents, float[][] actual) {
      for (int i = 0; i < actual.length; i++) {
        int document = documents.get(i);
        float[] ofTraining = expected.probabilities()[document];
        for (int label = 0; label < actual[i].length; label++) {
          double difference = Math.abs(actual[i][label] - ofTraining[label]);
          // NaN counts as the largest, and stays.
          if (difference > value || (Double.isNaN(difference) && !Double.isNaN(value))) {
            value = difference;
            where =
                String.format(
                    Locale.ROOT,
                    "document %s%s, label %s is %s, but was %s in training",
                    expected.ids().get(document),
                    asked,
                    expected.labels().name(label),
                    actual[i][label],
                    ofTraining[label]);
          }
        }
      }
    }

    /** NaN where the exported model gives that. */
    double value() {
      return value;
    }

    /** A line that says what is wrong and what helps. */
    String describe(WeightStorage storage, double tolerance) {
      String differs =
          String.format(Locale.ROOT, "%s (tolerance %s); nothing was written", where, tolerance);
      if (!storage.isHalf()) {
        return "the exported model differs: " + differs;
      }
      WeightStorage other =
          storage == WeightStorage.FLOAT16 ? WeightStorage.BFLOAT16 : WeightStorage.FLOAT16;
      return storage.key()
          + " changes the model too much: "
          + differs
          + "; export without `half`, or try `half: "
          + other.key()
          + "`";
    }
  }
}
