package io.github.polystill.evaluation.baseline;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Trains baselines and predicts with them. Scores lie in 0..1 and exceed the threshold just where
 * the label is predicted, but they are no calibrated probabilities. They do not depend on the
 * number of workers.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Baselines {
  /** LinearSVC's tolerance. */
  private static final double TOLERANCE = 1e-4;

  private static final long BYTES_PER_CHARACTER = 100;

  static {
    Linear.disableDebugOutput(); // it would go to standard output
  }

  private final List<String> texts;
  private final boolean[][] targets;
  private final double threshold;
  private final int workers;
  private final Runnable checkpoint;
  private NgramCounts counts;

  /**
   * Baselines of a corpus.
   *
   * @param texts of all documents, not segmented
   * @param targets [documents][labels]
   * @param threshold that a label's score has to exceed, in 0..1 exclusive
   * @param workers labels that are trained side by side
   * @param checkpoint called between labels; may throw to give up
   */
  public Baselines(
      List<String> texts, boolean[][] targets, double threshold, int workers, Runnable checkpoint) {
    this.texts = texts;
    this.targets = targets;
    this.threshold = threshold;
    this.workers = workers;
    this.checkpoint = checkpoint;
  }

  /**
   * Bytes of memory that a baseline needs at most, by the length of the texts: a character has
   * about two distinct n-grams in its document, each kept once as a number and once as a feature.
   */
  public long memory(Baseline baseline) {
    return baseline == Baseline.LINEAR
        ? BYTES_PER_CHARACTER * texts.stream().mapToLong(String::length).sum()
        : 0;
  }

  /**
   * Trains on some documents and predicts others.
   *
   * @param training documents to learn from, one or more
   * @param documents to predict
   * @return scores, [documents][labels]
   */
  public float[][] predict(Baseline baseline, int[] training, int[] documents) {
    return switch (baseline) {
      case LINEAR -> linear(training, documents);
      case CONSTANT -> constant(training, documents.length);
    };
  }

  /**
   * One SVM per label with squared hinge loss and C = 1, as scikit-learn's {@code LinearSVC} is by
   * default: solved in the dual, the bias a further feature that is regularised like the others.
   * The score is the sigmoid of the margin, moved to where the threshold is.
   */
  private float[][] linear(int[] training, int[] documents) {
    if (counts == null) {
      counts = NgramCounts.of(texts);
    }
    double[] inverse = counts.inverseFrequencies(training);
    Feature[][] learnt = vectors(training, inverse);
    Feature[][] predicted = vectors(documents, inverse);
    int labels = targets[0].length;
    float[][] scores = new float[documents.length][labels];
    inParallel(
        labels,
        label -> {
          double[] margins = margins(learnt, column(training, label), predicted);
          for (int i = 0; i < documents.length; i++) {
            scores[i][label] = score(sigmoid(margins[i]), margins[i] > 0);
          }
        });
    return scores;
  }

  /** Calls a task with each number below an end; the first that fails ends them all. */
  private void inParallel(int end, IntConsumer task) {
    AtomicInteger threads = new AtomicInteger();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            workers, it -> new Thread(it, "baseline-" + threads.incrementAndGet()));
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < end; i++) {
        int number = i;
        parts.add(
            executor.submit(
                () -> {
                  checkpoint.run();
                  task.accept(number);
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a baseline failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private Feature[][] vectors(int[] documents, double[] inverse) {
    return Arrays.stream(documents)
        .mapToObj(document -> counts.vector(document, inverse))
        .toArray(Feature[][]::new);
  }

  private boolean[] column(int[] documents, int label) {
    boolean[] column = new boolean[documents.length];
    for (int i = 0; i < documents.length; i++) {
      column[i] = targets[documents[i]][label];
    }
    return column;
  }

  private double[] margins(Feature[][] learnt, boolean[] truth, Feature[][] predicted) {
    double[] margins = new double[predicted.length];
    boolean first = truth[0];
    if (IntStream.range(1, truth.length).allMatch(i -> truth[i] == first)) {
      Arrays.fill(margins, first ? 1 : -1); // nothing to separate
      return margins;
    }
    Problem problem = new Problem();
    problem.l = learnt.length;
    problem.n = counts.size() + 1;
    problem.x = learnt;
    problem.y = IntStream.range(0, truth.length).mapToDouble(i -> truth[i] ? 1 : -1).toArray();
    problem.bias = 1;
    // Parameters of its own: they hold the generator that shuffles documents, with a fixed seed.
    Model model =
        Linear.train(problem, new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, 1, TOLERANCE));
    double[] margin = new double[2];
    for (int i = 0; i < predicted.length; i++) {
      Linear.predictValues(model, predicted[i], margin);
      margins[i] = margin[0];
    }
    return margins;
  }

  /**
   * The k most frequent labels, with the k of the highest micro-F1 on the documents that are learnt
   * from. The score is a label's share of them, stretched so that the threshold lies half-way
   * between the k-th label's and the next one's.
   */
  private float[][] constant(int[] training, int documents) {
    int labels = targets[0].length;
    double[] shares = new double[labels];
    for (int label = 0; label < labels; label++) {
      boolean[] truth = column(training, label);
      shares[label] =
          (double) IntStream.range(0, truth.length).filter(i -> truth[i]).count() / truth.length;
    }
    List<Integer> order =
        IntStream.range(0, labels)
            .boxed()
            .sorted(Comparator.comparingDouble(label -> -shares[label]))
            .toList();
    int k = bestNumber(order.stream().mapToDouble(label -> shares[label]).toArray());
    double in = k == 0 ? 1 : shares[order.get(k - 1)];
    double out = k == labels ? 0 : shares[order.get(k)];
    double cut = (in + out) / 2;
    float[] scores = new float[labels];
    for (int rank = 0; rank < labels; rank++) {
      int label = order.get(rank);
      double share = shares[label];
      double score =
          rank < k
              ? threshold + (1 - threshold) * (cut == 1 ? 1 : (share - cut) / (1 - cut))
              : threshold * share / cut;
      scores[label] = score(score, rank < k);
    }
    return Stream.generate(scores::clone).limit(documents).toArray(float[][]::new);
  }

  /** The number of labels with the highest micro-F1, the smallest of equally good ones. */
  private static int bestNumber(double[] descendingShares) {
    double support = Arrays.stream(descendingShares).sum();
    double hits = 0;
    double best = 0;
    int number = 0;
    for (int k = 1; k <= descendingShares.length; k++) {
      hits += descendingShares[k - 1];
      double f1 = 2 * hits / (support + k);
      if (f1 > best) {
        best = f1;
        number = k;
      }
    }
    return number;
  }

  /** The sigmoid that is the threshold at a margin of 0. */
  private double sigmoid(double margin) {
    return 1 / (1 + (1 / threshold - 1) * StrictMath.exp(-margin));
  }

  /** A score as a float, which rounding must not move to the threshold's other side. */
  private float score(double score, boolean positive) {
    float rounded = (float) score;
    if (positive == rounded > threshold) {
      return rounded;
    }
    float nearest = (float) threshold;
    if (positive) {
      return nearest > threshold ? nearest : Math.nextUp(nearest);
    }
    return nearest > threshold ? Math.nextDown(nearest) : nearest;
  }
}
