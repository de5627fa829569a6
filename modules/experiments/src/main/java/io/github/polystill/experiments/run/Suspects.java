package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.report.html.SuspectLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Labels of training documents that experts which have not seen the document disagree with. As in
 * confident learning (Northcutt, Jiang and Chuang, JAIR 2021) labels are ranked by the
 * out-of-sample probability of what is given; here it is the mean over all folds, seeds and
 * architectures that had the document in their training part.
 */
final class Suspects {
  private static final String[] HEADER = {
    "id", "label", "given", "probability", "experts", "against"
  };

  /** Probabilities are summed as whole numbers, whose order is of no matter to the sum. */
  private static final double UNIT = 1L << 40;

  private final Corpus corpus;

  /** By document, then label; a document that no expert was asked about has no row. */
  private final long[][] sums;

  private final int[][] experts;
  private final int[][] positive;

  Suspects(Corpus corpus) {
    this.corpus = corpus;
    this.sums = new long[corpus.size()][0];
    this.experts = new int[corpus.size()][0];
    this.positive = new int[corpus.size()][0];
  }

  /**
   * Adds the answers of a fold's experts.
   *
   * @param logits [documents][labels] with NaN for no answer, or a row without any
   */
  synchronized void add(float[][] logits) {
    float[][] probabilities = Sigmoid.of(logits);
    for (int document = 0; document < probabilities.length; document++) {
      int labels = probabilities[document].length;
      if (labels > 0 && sums[document].length == 0) {
        sums[document] = new long[labels];
        experts[document] = new int[labels];
        positive[document] = new int[labels];
      }
      for (int label = 0; label < labels; label++) {
        float probability = probabilities[document][label];
        if (!Float.isNaN(probability)) {
          sums[document][label] += Math.round(probability * UNIT);
          experts[document][label]++;
          positive[document][label] += probability > 0.5 ? 1 : 0;
        }
      }
    }
  }

  /** Those whose mean is on the other side of 0.5, farthest from what is given first. */
  List<SuspectLabel> worstFirst() {
    boolean[][] targets = corpus.targets();
    List<SuspectLabel> suspects = new ArrayList<>();
    for (int document = 0; document < sums.length; document++) {
      for (int label = 0; label < sums[document].length; label++) {
        int count = experts[document][label];
        double probability = sums[document][label] / UNIT / count; // NaN without experts
        boolean given = targets[document][label];
        if (given ? probability < 0.5 : probability > 0.5) {
          suspects.add(
              new SuspectLabel(
                  corpus.documents().get(document).id(),
                  corpus.labels().name(label),
                  given,
                  probability,
                  count,
                  given ? count - positive[document][label] : positive[document][label]));
        }
      }
    }
    suspects.sort(Comparator.comparingDouble(it -> -Math.abs(it.probability() - 0.5)));
    return suspects;
  }

  /** Writes suspects.csv; the file appears whole or not at all. */
  static void write(Path file, List<SuspectLabel> suspects) throws IOException {
    StringBuilder lines = new StringBuilder(CSVFormat.RFC4180.format((Object[]) HEADER) + "\n");
    for (SuspectLabel it : suspects) {
      String probability = String.format(Locale.ROOT, "%.6f", it.probability());
      int given = it.given() ? 1 : 0;
      lines.append(
          CSVFormat.RFC4180.format(
              it.id(), it.label(), given, probability, it.experts(), it.against()));
      lines.append('\n');
    }
    AtomicFiles.writeString(file, lines.toString());
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws InvalidInputException where it is something else
   */
  static List<SuspectLabel> read(Path file) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser csv = CSVParser.parse(Files.newBufferedReader(file), format)) {
      List<SuspectLabel> suspects = new ArrayList<>();
      for (CSVRecord row : csv) {
        suspects.add(
            new SuspectLabel(
                row.get(HEADER[0]),
                row.get(HEADER[1]),
                row.get(HEADER[2]).equals("1"),
                Double.parseDouble(row.get(HEADER[3])),
                Integer.parseInt(row.get(HEADER[4])),
                Integer.parseInt(row.get(HEADER[5]))));
      }
      return suspects;
    } catch (IOException | RuntimeException e) { // by the library's own ways to say so
      throw new InvalidInputException(
          file + ": damaged; start the run again with polystill run, which writes it", e);
    }
  }
}
