package io.github.polystill.models;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/** One run of a session, and the tensors fed to it, which are closed with it. */
public final class FedRun implements AutoCloseable {
  private final Session.Runner runner;
  private final List<TType> fed = new ArrayList<>();

  public FedRun(Session session) {
    this.runner = session.runner();
  }

  /** Feeds a tensor, which is this one's to close from now on. */
  public FedRun feed(Operand<?> into, TType tensor) {
    fed.add(tensor);
    runner.feed(into, tensor);
    return this;
  }

  /** The same into the tensor of a name. */
  public FedRun feed(String into, TType tensor) {
    fed.add(tensor);
    runner.feed(into, tensor);
    return this;
  }

  /** The run, to be told what to compute. */
  public Session.Runner runner() {
    return runner;
  }

  @Override
  public void close() {
    fed.forEach(TType::close);
  }
}
