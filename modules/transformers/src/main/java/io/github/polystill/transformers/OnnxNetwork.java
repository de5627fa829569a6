package io.github.polystill.transformers;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.transformers.TokenNetwork;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A BERT-like network in a session of ONNX Runtime. */
final class OnnxNetwork implements TokenNetwork {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

  /** In a batch, padding included. More are no quicker, and take the more memory. */
  private static final int BATCH_TOKENS = 512;

  /** For the longest command line that there is; what is not used takes no memory. */
  private static final long ENVIRONMENT_STACK = 512L << 20;

  private static final Pattern LINE_ENDS = Pattern.compile("\\s*[\\r\\n]+\\s*");

  private final Path model;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final String output;
  private final int width;
  private final boolean scalesBatches;

  /** A session that is closed while it runs would end the JVM. */
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  private OnnxNetwork(Path model, OrtEnvironment environment, OrtSession session, boolean scales)
      throws OrtException {
    this.model = model;
    this.environment = environment;
    this.session = session;
    this.inputs = requireInputs();
    Map.Entry<String, NodeInfo> first = session.getOutputInfo().entrySet().iterator().next();
    this.output = first.getKey();
    this.width = requireWidth(first.getValue());
    this.scalesBatches = scales;
  }

  /**
   * Opens a file.
   *
   * @param threads of one call of {@link #run}
   */
  static OnnxNetwork open(Path model, int threads) {
    OnnxFile file = OnnxFile.read(model);
    OrtEnvironment environment = environment();
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // What waits for work burns no core that another thread needs.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // A pattern of memory is kept for each shape, and sequences have many lengths.
      options.setMemoryPatternOptimization(false);
      session = environment.createSession(model.toString(), options);
      return new OnnxNetwork(model, environment, session, file.scalesBatches());
    } catch (OrtException e) {
      close(session);
      throw InvalidInputException.of(
          e, "%s: is no model that ONNX Runtime can run: %s", model, line(e));
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  /**
   * The environment of all sessions. Where it is made, ONNX Runtime 1.29 matches the command line
   * of the process by a regular expression that takes 250 bytes of the stack for each character: a
   * class path of 4,000 would end the JVM in a thread of 1 MB.
   */
  private static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> made =
        new FutureTask<>(
            () ->
                OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "polystill"));
    new Thread(null, made, "polystill-onnx-runtime", ENVIRONMENT_STACK).start();
    try {
      return made.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("loading ONNX Runtime was interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime cannot be loaded here", e.getCause());
    }
  }

  private Set<String> requireInputs() throws OrtException {
    Map<String, NodeInfo> given = session.getInputInfo();
    if (!INPUTS.containsAll(given.keySet())
        || !given.containsKey(IDS)
        || !given.values().stream().allMatch(it -> isTensor(it, OnnxJavaType.INT64, 2))) {
      throw InvalidInputException.of(
          "%s: its inputs are %s; those of a BERT are input_ids and, as the case may be,"
              + " attention_mask and token_type_ids, each INT64 [sequences, tokens]",
          model, described(given));
    }
    return Set.copyOf(given.keySet());
  }

  private int requireWidth(NodeInfo given) throws OrtException {
    if (!isTensor(given, OnnxJavaType.FLOAT, 3)
        || ((TensorInfo) given.getInfo()).getShape()[2] < 1) {
      throw InvalidInputException.of(
          "%s: its outputs are %s; asked for is a vector for each token: FLOAT [sequences, tokens,"
              + " width], of a width that the file says",
          model, described(session.getOutputInfo()));
    }
    return Math.toIntExact(((TensorInfo) given.getInfo()).getShape()[2]);
  }

  private static boolean isTensor(NodeInfo node, OnnxJavaType type, int rank) {
    return node.getInfo() instanceof TensorInfo tensor
        && tensor.type == type
        && tensor.getShape().length == rank;
  }

  private static String described(Map<String, NodeInfo> nodes) {
    List<String> all = new ArrayList<>();
    nodes.forEach(
        (name, node) ->
            all.add(
                node.getInfo() instanceof TensorInfo tensor
                    ? name + " " + tensor.type + " of rank " + tensor.getShape().length
                    : name + ", no tensor"));
    return String.join(", ", all);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public List<float[]> run(List<int[]> sequences) {
    List<Integer> byLength =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> sequences.get(i).length))
            .toList();
    float[][] vectors = new float[sequences.size()][];
    int end;
    for (int begin = 0; begin < vectors.length; begin = end) {
      end = begin + 1;
      while (!scalesBatches
          && end < vectors.length
          && (end - begin + 1) * sequences.get(byLength.get(end)).length <= BATCH_TOKENS) {
        end++;
      }
      List<Integer> batch = byLength.subList(begin, end);
      List<float[]> its = runBatch(batch.stream().map(sequences::get).toList());
      for (int i = 0; i < its.size(); i++) {
        vectors[batch.get(i)] = its.get(i);
      }
    }
    return List.of(vectors);
  }

  private List<float[]> runBatch(List<int[]> sequences) {
    int length = sequences.stream().mapToInt(it -> it.length).max().orElseThrow();
    long[] shape = {sequences.size(), length};
    LongBuffer ids = LongBuffer.allocate(sequences.size() * length);
    LongBuffer mask = LongBuffer.allocate(ids.capacity());
    for (int i = 0; i < sequences.size(); i++) {
      int at = i * length;
      for (int id : sequences.get(i)) {
        ids.put(at, id);
        mask.put(at, 1);
        at++;
      }
    }
    Map<String, LongBuffer> values =
        Map.of(IDS, ids, MASK, mask, TYPES, LongBuffer.allocate(ids.capacity()));
    Map<String, OnnxTensor> tensors = new HashMap<>();
    running.readLock().lock();
    try {
      for (String input : inputs) {
        tensors.put(input, OnnxTensor.createTensor(environment, values.get(input), shape));
      }
      try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
        return unpadded(((OnnxTensor) result.get(0)).getFloatBuffer(), sequences, length);
      }
    } catch (OrtException e) {
      throw InvalidInputException.of(
          e, "%s: cannot be run over %d tokens: %s", model, ids.capacity(), line(e));
    } finally {
      tensors.values().forEach(OnnxTensor::close);
      running.readLock().unlock();
    }
  }

  private List<float[]> unpadded(FloatBuffer vectors, List<int[]> sequences, int length) {
    List<float[]> unpadded = new ArrayList<>(sequences.size());
    for (int i = 0; i < sequences.size(); i++) {
      float[] values = new float[sequences.get(i).length * width];
      vectors.get(i * length * width, values);
      unpadded.add(values);
    }
    return unpadded;
  }

  private static String line(OrtException e) {
    return LINE_ENDS.matcher(e.getMessage().strip()).replaceAll(" ");
  }

  /** {@inheritDoc} Waits for batches that other threads are running. */
  @Override
  public void close() {
    running.writeLock().lock();
    try {
      close(session);
    } finally {
      running.writeLock().unlock();
    }
  }

  private static void close(OrtSession session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
