package io.github.polystill.models.training;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.FedRun;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.LayerScope;
import java.util.Map;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network with its loss, gradients and optimiser in one graph and one single-threaded session. It
 * is built once and reused for every trial of its shape: {@link #load} exchanges the word vectors,
 * {@link #start} sets all weights anew, and the numbers of the loss, learning rate and dropout seed
 * are fed. Not safe for use by several threads at once.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class TrainingSession implements AutoCloseable {
  private final TrainingGraph graph;
  private final SessionVariables variables;
  private int trialSeed;
  private int step;

  /** A session for cross-entropy that trains all variables by plain Adam on the CPU. */
  public TrainingSession(NetworkSpec spec, EmbeddingMatrix vectors) {
    this(spec, WeightedCrossEntropy.PLAIN, UpdateRule.PLAIN, vectors, ComputeDevice.CPU);
  }

  /**
   * Builds the graph and loads the word vectors.
   *
   * @param spec its table may have more rows than there are word vectors; they cost memory alone
   * @param loss its formula is that of all trainings
   * @param rule what the optimiser does
   * @param vectors the first, see {@link #load}
   * @param device where it runs
   * @throws IllegalArgumentException where they don't fit into the table
   * @throws IllegalStateException where the default locale has digits of its own
   * @throws InvalidInputException where the rule trains a variable that the network does not have
   */
  public TrainingSession(
      NetworkSpec spec, Loss loss, UpdateRule rule, EmbeddingMatrix vectors, ComputeDevice device) {
    SessionVariables.requireFit(vectors, spec.table());
    SessionOptions.requireAsciiDigits();
    graph = new TrainingGraph(spec, loss, rule, !device.isGpu());
    variables = new SessionVariables(graph, device.sessionConfig());
    load(vectors);
  }

  /**
   * Exchanges the word vectors; a trial has to {@link #start} after that.
   *
   * @param vectors at most as many as the table has rows
   * @throws IllegalArgumentException where they don't fit into the table
   */
  public void load(EmbeddingMatrix vectors) {
    variables.load(vectors);
  }

  /** Sets all weights to their first values for a seed and the optimiser to its first step. */
  public void start(long seed) {
    variables.start(seed);
    trialSeed = Long.hashCode(seed);
    step = 0;
  }

  /**
   * One step of training.
   *
   * @param targets [B][outputs]
   * @param loss of the formula that the session was built for
   * @param rate learning rate of this step
   * @return the loss before the step
   */
  public float step(TokenBatch batch, float[][] targets, Loss loss, double rate) {
    return step(
        batch,
        targets,
        loss,
        rate,
        runner -> {
          try (Result result = runner.run()) {
            return ((TFloat32) result.get(0)).getFloat();
          }
        });
  }

  /**
   * The same, run by the caller, who may want to know more of it than the loss.
   *
   * @param run told to run the step and fetch the loss
   */
  public <T> T step(
      TokenBatch batch,
      float[][] targets,
      Loss loss,
      double rate,
      Function<Session.Runner, T> run) {
    variables.copyKept();
    try (FedRun fed = fed(batch, targets, loss)) {
      step++;
      fed.feed(graph.learningRate, TFloat32.scalarOf((float) rate));
      fed.feed(graph.stepSize, TFloat32.scalarOf(Adam.stepSize(rate, step)));
      graph.average.ifPresent(
          average -> fed.feed(average.share, TFloat32.scalarOf(average.share(step))));
      return run.apply(fed.runner().addTarget(graph.update).fetch(graph.loss));
    }
  }

  /** A run of the next step that knows all but what the optimiser wants to know. */
  FedRun fed(TokenBatch batch, float[][] targets, Loss loss) {
    if (!loss.formula().equals(graph.formula.formula())) {
      throw new IllegalArgumentException(
          "a session for " + graph.formula.formula() + " has no graph for " + loss.formula());
    }
    FedRun run = new FedRun(variables.session());
    try {
      run.feed(graph.tokens, batch.toTensor());
      run.feed(graph.targets, matrix(targets));
      for (int i = 0; i < loss.numbers().size(); i++) {
        run.feed(graph.lossNumbers.get(i), TFloat32.scalarOf(loss.numbers().get(i)));
      }
      return run.feed(
          graph.dropoutSeed, TInt32.vectorOf(trialSeed, (step + 1) * LayerScope.DROPOUTS_AT_MOST));
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private static TFloat32 matrix(float[][] rows) {
    int columns = rows[0].length;
    float[] flat = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return TFloat32.tensorOf(Shape.of(rows.length, columns), DataBuffers.of(flat));
  }

  /** Logits without dropout, [B][outputs]. */
  public float[][] logits(TokenBatch batch) {
    try (FedRun run = new FedRun(variables.session()).feed(graph.tokens, batch.toTensor());
        Result result = run.runner().fetch(graph.logits).run()) {
      TFloat32 logits = (TFloat32) result.get(0);
      float[] flat = SessionVariables.values(logits, Math.toIntExact(logits.size()));
      float[][] rows = new float[batch.rows()][graph.spec.outputs()];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(flat, i * rows[i].length, rows[i], 0, rows[i].length);
      }
      return rows;
    }
  }

  /** Remembers the present weights, in place of what was remembered before. */
  public void keep() {
    variables.keep();
  }

  /** Goes back to the weights of the last {@link #keep}. */
  public void restore() {
    variables.restore();
  }

  /**
   * All that training changes, by name and in row-major order; of tables the rows of the loaded
   * word vectors. {@link #keep} must have been called since the start.
   */
  public Map<String, float[]> state() {
    return variables.state();
  }

  /**
   * Goes back to a {@link #state} of this trial; the caller has just started it.
   *
   * @param steps number of steps until that state
   */
  void resume(Map<String, float[]> state, int steps) {
    variables.resume(state);
    step = steps;
  }

  /**
   * Values of all trained parameters, or their means where the rule averages them, otherwise as a
   * {@link #state}.
   */
  public Map<String, float[]> weights() {
    return variables.weights();
  }

  /** Takes the {@link #weights} of a trial with this network and seed that was trained before. */
  public void startTrained(long seed, Map<String, float[]> weights) {
    start(seed);
    variables.assignTrained(weights);
  }

  TrainingGraph graph() {
    return graph;
  }

  SessionVariables variables() {
    return variables;
  }

  @Override
  public void close() {
    variables.session().close();
    graph.graph.close();
  }
}
