package io.github.polystill.labs.train;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import io.github.polystill.models.training.TrainingTask;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Our side: a slice of the teacher's grid, trained as a run does it. Every worker builds a session
 * of its own and takes trials until none is left. Nothing is validated, because the Keras side does
 * not either.
 */
final class SliceTraining {
  private static final double[] CLASS_WEIGHTS = {0.05, 0.1, 0.5, 1, 2, 3, 5};
  private static final int[] NONE = {};

  private final BenchmarkedNetwork network;
  private final SyntheticTexts texts;
  private final int trials;
  private final OptimisationSettings optimisation;

  SliceTraining(
      BenchmarkedNetwork network, SyntheticTexts texts, int trials, OptimisationSettings settings) {
    this.network = network;
    this.texts = texts;
    this.trials = trials;
    this.optimisation = settings;
  }

  /**
   * How fast a slice was.
   *
   * @param samplesPerSecond of all trials, from nothing to the end of the last one
   * @param steadySamplesPerSecond the same without what comes before the end of each worker's first
   *     step: the graph, and TensorFlow's own preparation of it
   * @param steadyFlops operations per second after those first steps
   * @param stepCpuSeconds CPU time of a step other than the first, mean
   * @param setUpSeconds until the end of the first step, mean of the workers
   */
  record Result(
      double samplesPerSecond,
      double steadySamplesPerSecond,
      double steadyFlops,
      double stepCpuSeconds,
      double setUpSeconds) {}

  /** Trains the slice. */
  Result run(int workers) throws Exception {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<Progress> done = Workers.run(workers, worker -> train(next, new Progress(start)));
    double seconds = (System.nanoTime() - start) * 1e-9;
    long samples = done.stream().mapToLong(progress -> progress.samples).sum();
    return new Result(
        samples / seconds,
        done.stream().mapToDouble(Progress::steadySamplesPerSecond).sum(),
        done.stream().mapToDouble(Progress::steadyFlops).sum(),
        done.stream().mapToDouble(Progress::cpuSeconds).sum()
            / done.stream().mapToLong(it -> it.steadySteps).sum(),
        done.stream().mapToDouble(Progress::setUpSeconds).average().orElseThrow());
  }

  private Progress train(AtomicInteger next, Progress progress) {
    try (TrainingSession session = new TrainingSession(spec(), texts.vectors())) {
      for (int trial = next.getAndIncrement(); trial < trials; trial = next.getAndIncrement()) {
        Trainer.train(session, task(trial), progress);
        progress.trialFinished();
      }
    }
    return progress;
  }

  /**
   * Takes some steps apart, after as many for warming up.
   *
   * @return share of the time of each type of operation, the largest first
   */
  Map<String, Double> profile(int steps) {
    TrainingTask task = task(0);
    Map<String, Long> sums = new TreeMap<>();
    try (TrainingSession session = new TrainingSession(spec(), texts.vectors())) {
      session.start(task.seed());
      for (int step = 0; step < 2 * steps; step++) {
        int[] documents = documents(step);
        TokenBatch batch = TokenBatch.of(task.tokens(), documents, 0, documents.length);
        float[][] targets =
            Arrays.stream(documents).mapToObj(i -> task.targets()[i]).toArray(float[][]::new);
        if (step < steps) {
          session.step(batch, targets, WeightedCrossEntropy.PLAIN, optimisation.learningRate());
        } else {
          session
              .step(
                  batch,
                  targets,
                  WeightedCrossEntropy.PLAIN,
                  optimisation.learningRate(),
                  OperationTimes::ofRun)
              .forEach((type, micros) -> sums.merge(type, micros, Long::sum));
        }
      }
    }
    return shares(sums);
  }

  /** The next batch of documents, beginning anew after the last. */
  private int[] documents(int step) {
    int size = optimisation.batchSize();
    return IntStream.range(step * size, (step + 1) * size)
        .map(i -> i % texts.tokens().length)
        .toArray();
  }

  private static Map<String, Double> shares(Map<String, Long> micros) {
    double sum = micros.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    micros.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEachOrdered(entry -> shares.put(entry.getKey(), entry.getValue() / sum));
    return shares;
  }

  private NetworkSpec spec() {
    EmbeddingTableShape table =
        new EmbeddingTableShape(texts.vectors().rows(), texts.vectors().dimensions());
    return new NetworkSpec(network.architecture(), table, 1);
  }

  private TrainingTask task(int trial) {
    int label = trial / CLASS_WEIGHTS.length % SyntheticTexts.LABELS;
    float[][] targets = new float[texts.targets().length][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = new float[] {texts.targets()[i][label]};
    }
    return new TrainingTask(
        texts.tokens(),
        targets,
        IntStream.range(0, targets.length).toArray(),
        NONE,
        logits -> new ValidationScore(0, 0),
        new WeightedCrossEntropy(CLASS_WEIGHTS[trial % CLASS_WEIGHTS.length]),
        optimisation,
        label);
  }

  /** What one worker has done. */
  private final class Progress implements TrainingListener {
    private final long start;
    private long firstStepEnd;
    private long firstStepCpu;
    private long lastTrialCpu;
    private long steadySteps;
    private long lastTrialEnd;
    private long samples;
    private long firstSamples;
    private double operations;
    private BatchShape batch;

    Progress(long start) {
      this.start = start;
    }

    @Override
    public void stepStarted(TokenBatch tokens) {
      batch = BatchShape.of(tokens);
    }

    @Override
    public void stepFinished(int documents) {
      samples += documents;
      if (firstStepEnd == 0) {
        firstStepEnd = System.nanoTime();
        firstStepCpu = threadCpu();
        firstSamples = documents;
      } else {
        steadySteps++;
        operations += network.arithmetic().ofStep(batch);
      }
    }

    void trialFinished() {
      lastTrialEnd = System.nanoTime();
      lastTrialCpu = threadCpu();
    }

    /** A session runs in the thread that calls it. */
    private static long threadCpu() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    double cpuSeconds() {
      return (lastTrialCpu - firstStepCpu) * 1e-9;
    }

    double setUpSeconds() {
      return (firstStepEnd - start) * 1e-9;
    }

    double steadySamplesPerSecond() {
      return samples == firstSamples ? 0 : (samples - firstSamples) / steadySeconds();
    }

    double steadyFlops() {
      return samples == firstSamples ? 0 : operations / steadySeconds();
    }

    private double steadySeconds() {
      return (lastTrialEnd - firstStepEnd) * 1e-9;
    }
  }
}
