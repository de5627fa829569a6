package io.github.polystill.distillation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialId;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * A teacher's answers (METHOD.md, pipeline step 4): a logit for each document and label. Logits,
 * since the float nearest to a probability near 1 is 1 and says no more how sure the teacher was.
 *
 * @param ids of the documents
 * @param labels in the order of the columns
 * @param logits [ids][labels]
 * @param source names what the answers follow from, for the names of trials that learn them
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Responses(List<String> ids, List<String> labels, float[][] logits, String source) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException where there is not a row for each id or a column for each
   *     label
   */
  public Responses {
    ids = List.copyOf(ids);
    labels = List.copyOf(labels);
    if (logits.length != ids.size()) {
      throw new IllegalArgumentException(logits.length + " rows for " + ids.size() + " documents");
    }
    for (float[] row : logits) {
      if (row.length != labels.size()) {
        throw new IllegalArgumentException(row.length + " logits for " + labels.size() + " labels");
      }
    }
  }

  /** Answers whose source is their own content. */
  public static Responses of(List<String> ids, List<String> labels, float[][] logits) {
    ContentHash hash = new ContentHash();
    ids.forEach(hash::add);
    labels.forEach(hash::add);
    for (float[] row : logits) {
      hash.add(row);
    }
    return new Responses(ids, labels, logits, hash.hex());
  }

  /** The same where they follow from something else. */
  Responses from(Map<String, Object> fields) {
    return new Responses(ids, labels, logits, TrialId.of(fields).hex());
  }

  /**
   * Puts the experts' answers side by side.
   *
   * @param experts logits of each label's expert, [documents][1] each, in label order
   * @return [documents][labels]
   */
  public static float[][] join(List<float[][]> experts) {
    float[][] joined = new float[experts.get(0).length][experts.size()];
    for (int label = 0; label < experts.size(); label++) {
      for (int i = 0; i < joined.length; i++) {
        joined[i][label] = experts.get(label)[i][0];
      }
    }
    return joined;
  }

  /** The probabilities of {@link #logitsFor}. */
  public float[][] probabilitiesFor(TrainingData data) {
    return Sigmoid.of(logitsFor(data));
  }

  /**
   * Logits in the order of a fold's documents, other texts, and labels; a row without any for
   * documents that there are no answers for. A copy without an answer has that of its document.
   *
   * @return [documents and other texts][labels]
   * @throws InvalidInputException where a label or a training document has no answer
   */
  public float[][] logitsFor(TrainingData data) {
    List<String> texts = data.ids();
    float[][] answers = logitsFor(texts, data.labels());
    int[] origins = data.extra().origins();
    for (int copy = 0; copy < origins.length; copy++) {
      int row = data.corpus().size() + copy;
      answers[row] = answers[row].length == 0 ? answers[origins[copy]].clone() : answers[row];
    }
    for (int document : data.texts()) {
      if (answers[document].length == 0) {
        throw new InvalidInputException(
            "no responses for the training document " + texts.get(document));
      }
    }
    return answers;
  }

  /**
   * Logits in the order of some documents and labels; a row without any for documents that there
   * are no answers for.
   *
   * @return [documents][labels]
   * @throws InvalidInputException where a label has no answers
   */
  public float[][] logitsFor(List<String> documents, LabelSet wanted) {
    int[] columns = new int[wanted.size()];
    for (int label = 0; label < columns.length; label++) {
      columns[label] = labels.indexOf(wanted.name(label));
      if (columns[label] < 0) {
        throw new InvalidInputException("no responses for the label " + wanted.name(label));
      }
    }
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < ids.size(); row++) {
      rows.put(ids.get(row), row);
    }
    float[][] answers = new float[documents.size()][0];
    for (int document = 0; document < answers.length; document++) {
      Integer row = rows.get(documents.get(document));
      if (row != null) {
        answers[document] = new float[columns.length];
        for (int label = 0; label < columns.length; label++) {
          answers[document][label] = logits[row][columns[label]];
        }
      }
    }
    return answers;
  }

  /**
   * Reads a file of answers to documents of a corpus: CSV, TSV or JSON Lines by its name, as {@link
   * ResponsesFormat} has them.
   *
   * @param content of the file, no longer compressed; is closed
   * @param file its name
   * @throws InvalidInputException naming the line of an unknown or repeated id, of a label that is
   *     missing or none of the corpus, and of what is no probability or logit
   */
  public static Responses read(InputStream content, String file, Corpus corpus) throws IOException {
    try (content) {
      return new ResponsesReader(content, file, corpus).read();
    }
  }
}
