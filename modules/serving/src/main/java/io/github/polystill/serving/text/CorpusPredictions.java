package io.github.polystill.serving.text;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * What a model says of documents whose labels are known.
 *
 * @param predictions truth and probabilities of the model's labels, in its order
 * @param unknownLabels labels of documents that the model does not have, with how many carry them;
 *     they are in no figure
 * @param words that the model has read, line ends not counted
 * @param unknownWords those of them that are not in its vocabulary
 * @param cutTexts documents that were longer than the model reads
 * @param wordless documents, by their index, of which it knows no word and which get no labels
 */
public record CorpusPredictions(
    Predictions predictions,
    SortedMap<String, Integer> unknownLabels,
    long words,
    long unknownWords,
    long cutTexts,
    BitSet wordless) {
  private static final int NAMED = 5;

  /**
   * Asks a model about documents.
   *
   * @param corpus what they are from, for errors
   * @param labels the model's, in its order
   * @param threads that predict
   * @param progress told how many documents are done
   * @throws InvalidInputException where no document has a label that the model has
   */
  public static CorpusPredictions of(
      TextModel model,
      List<Document> documents,
      String corpus,
      LabelSet labels,
      int threads,
      LongConsumer progress)
      throws IOException, InterruptedException {
    SortedMap<String, Integer> unknown = new TreeMap<>();
    boolean[][] truth = new boolean[documents.size()][labels.size()];
    boolean overlap = false;
    for (int i = 0; i < truth.length; i++) {
      for (String label : documents.get(i).labels()) {
        OptionalInt index = labels.indexOf(label);
        if (index.isPresent()) {
          truth[i][index.getAsInt()] = true;
          overlap = true;
        } else {
          unknown.merge(label, 1, Integer::sum);
        }
      }
    }
    if (!overlap) {
      throw strangers(corpus, labels, unknown);
    }
    Collector answers = new Collector(progress);
    Iterator<Document> texts = documents.iterator();
    new TextStream(model, threads, false)
        .run(
            () ->
                texts.hasNext() ? Optional.of(InputText.of(texts.next().text())) : Optional.empty(),
            answers);
    return new CorpusPredictions(
        new Predictions(
            labels,
            documents.stream().map(Document::id).toList(),
            truth,
            answers.probabilities.toArray(float[][]::new)),
        unknown,
        answers.words,
        answers.unknownWords,
        answers.cutTexts,
        answers.wordless);
  }

  /** Figures of what the model gives, by some thresholds in place of its own. */
  public MultiLabelEvaluation evaluate(double[] thresholds) {
    return MultiLabelEvaluator.evaluate(predictions, thresholds, wordless::get);
  }

  private static InvalidInputException strangers(
      String corpus, LabelSet labels, Map<String, Integer> unknown) {
    return unknown.isEmpty()
        ? InvalidInputException.of(
            "%s: no document has a label; name the field or the columns that have them", corpus)
        : InvalidInputException.of(
            "%s: none of its labels (%s) is one of the model's (%s); give a corpus with the same label names",
            corpus, named(List.copyOf(unknown.keySet())), named(labels.names()));
  }

  private static String named(List<String> labels) {
    String first = String.join(", ", labels.subList(0, Math.min(NAMED, labels.size())));
    return labels.size() > NAMED ? first + ", ..." : first;
  }

  /** Takes answers as they come. */
  private static final class Collector implements TextStream.Sink {
    private final LongConsumer progress;
    private final List<float[]> probabilities = new ArrayList<>();
    private long words;
    private long unknownWords;
    private long cutTexts;
    private final BitSet wordless = new BitSet();

    Collector(LongConsumer progress) {
      this.progress = progress;
    }

    @Override
    public void write(InputText text, TextAnswer answer) {
      wordless.set(probabilities.size(), !answer.text().hasKnownWord());
      probabilities.add(answer.prediction().probabilities());
      words += answer.text().words();
      unknownWords += answer.text().unknown();
      cutTexts += answer.text().unread() > 0 ? 1 : 0;
    }

    @Override
    public boolean flush() {
      progress.accept(probabilities.size());
      return true;
    }
  }
}
