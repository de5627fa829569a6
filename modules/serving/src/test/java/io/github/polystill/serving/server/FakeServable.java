package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import io.github.polystill.models.savedmodel.TextTokens;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that gives the number of words and the length of each, and can be made to wait. */
public final class FakeServable implements Servable {
  /** Whether it says so of itself. */
  volatile boolean stopped;

  /** Runs when somebody wants to know its version. */
  volatile Runnable whenAsked = () -> {};

  /** A text that the model fails on. */
  static final String POISON = "poison";

  /** A text that the model has too little memory for. */
  static final String ENORMOUS = "enormous";

  static final SignatureDescription SIGNATURE =
      new SignatureDescription(
          SignatureCalls.DEFAULT,
          "tensorflow/serving/predict",
          List.of(tensor("tokens", TensorDescription.Type.STRING, -1, -1)),
          List.of(
              tensor("lengths", TensorDescription.Type.INT32, -1, -1),
              tensor("words", TensorDescription.Type.FLOAT, -1, 1)));

  /** What a call of the model waits for. */
  final Semaphore open = new Semaphore(Integer.MAX_VALUE / 2);

  final AtomicInteger calls = new AtomicInteger();

  private static TensorDescription tensor(
      String name, TensorDescription.Type type, Integer... shape) {
    return new TensorDescription(name, name + ":0", type, List.of(shape));
  }

  @Override
  public long version() {
    whenAsked.run();
    return 7;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public Map<String, SignatureDescription> signatures() {
    return Map.of(SignatureCalls.DEFAULT, SIGNATURE);
  }

  @Override
  public Map<String, DenseTensor> call(
      SignatureDescription signature, Map<String, DenseTensor> inputs) {
    calls.incrementAndGet();
    open.acquireUninterruptibly();
    open.release();
    DenseTensor.Strings tokens = (DenseTensor.Strings) inputs.get("tokens");
    int[] lengths = new int[tokens.values().length];
    float[] words = new float[tokens.rows()];
    for (int i = 0; i < lengths.length; i++) {
      String token = tokens.values()[i];
      if (token.equals(POISON)) {
        throw new IllegalStateException("poisoned");
      }
      if (token.equals(ENORMOUS)) {
        throw new OutOfMemoryError("enormous");
      }
      lengths[i] = token.length();
      words[i / tokens.rowSize()] += token.isEmpty() ? 0 : 1;
    }
    return Map.of(
        "lengths", new DenseTensor.Integers(tokens.shape(), lengths),
        "words", new DenseTensor.Floats(new int[] {tokens.rows(), 1}, words));
  }

  /** {@inheritDoc} Knows all words but those that begin with a question mark; reads three. */
  @Override
  public TextTokens tokens(String text) {
    List<String> all = text.equals("\u0001") ? List.of() : List.of(text.split(" "));
    List<String> read = all.subList(0, Math.min(all.size(), 3));
    int unknown = (int) read.stream().filter(word -> word.startsWith("?")).count();
    return new TextTokens(
        read, all.size() - read.size(), read.size(), unknown, unknown < read.size());
  }
}
