package io.github.polystill.models.savedmodel;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Stops a session of which a call takes too long, as in a loop without an end: a model is data from
 * elsewhere. TensorFlow heeds the timeout of a call ({@code RunOptions}) only where a thread of its
 * own computes, and our calls compute in the caller's; but closing a session cancels all its calls,
 * in loops at their next step. One operation that never ends is not stopped.
 */
final class CallLimit {
  /** The version of TensorFlow Java that has what is looked for in it. */
  static final String TENSORFLOW_JAVA = "1.1.0";

  private static final long LONGEST_TICK_MILLIS = 1000;

  /** What calls that run when all is over may take to end by themselves, and once cancelled. */
  private static final long LONGEST_END_MILLIS = 2000;

  private final TF_Session session;
  private final Path directory;
  private final Duration longest;
  private final Set<Call> running = new HashSet<>();
  private final Thread watch;
  private boolean stopped;

  /** A call that runs since a moment of {@link System#nanoTime}. */
  private static final class Call {
    private final long start = System.nanoTime();
  }

  /**
   * Begins to watch.
   *
   * @param directory of the model, for messages
   * @throws IllegalStateException where TensorFlow Java is one whose sessions cannot be stopped
   */
  CallLimit(Session session, Path directory, Duration longest) {
    this.session = field(session, "nativeHandle", TF_Session.class);
    this.directory = directory;
    this.longest = longest;
    this.watch = new Thread(this::watch, "polystill-call-limit");
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    long tick = Math.max(1, Math.min(LONGEST_TICK_MILLIS, longest.toMillis() / 4));
    try {
      while (true) {
        awaitCall();
        Thread.sleep(tick);
        stopWhatIsTooLong();
      }
    } catch (InterruptedException e) {
      return; // closed
    }
  }

  private void awaitCall() throws InterruptedException {
    synchronized (running) {
      while (running.isEmpty()) {
        running.wait();
      }
    }
  }

  /**
   * Makes a call of the session.
   *
   * @throws StoppedModelException where it takes too long, or another one did
   */
  <T> T within(Supplier<T> call) {
    Call mine = new Call();
    synchronized (running) {
      requireGoingOn();
      running.add(mine);
      running.notifyAll();
    }
    try {
      return call.get();
    } catch (TensorFlowException e) {
      synchronized (running) {
        requireGoingOn();
      }
      throw e;
    } finally {
      synchronized (running) {
        running.remove(mine);
        running.notifyAll();
      }
    }
  }

  private void requireGoingOn() {
    if (stopped) {
      throw new StoppedModelException(directory, longest);
    }
  }

  private void stopWhatIsTooLong() {
    synchronized (running) { // so that nobody frees the session meanwhile
      long now = System.nanoTime();
      if (!stopped && running.stream().anyMatch(it -> now - it.start > longest.toNanos())) {
        stop();
      }
    }
  }

  private void stop() {
    stopped = true;
    try (TF_Status status = TF_Status.newStatus()) {
      tensorflow.TF_CloseSession(session, status);
    }
  }

  /** Whether the session was stopped, so that no call has an answer. */
  boolean isStopped() {
    synchronized (running) {
      return stopped;
    }
  }

  /**
   * What TensorFlow Java keeps to itself: its own way to close a session waits for the end of its
   * calls.
   */
  static <T> T field(Object owner, String name, Class<T> type) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(owner));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      throw new IllegalStateException(
          "this TensorFlow Java has no "
              + owner.getClass().getSimpleName()
              + "."
              + name
              + ", without which no call can be stopped; put version "
              + TENSORFLOW_JAVA
              + " on the class path",
          e);
    }
  }

  /**
   * Waits for the end of all calls, which are cancelled where they take long; there must be no
   * later one.
   *
   * @return whether they have ended; else the session is to stay open, as they use it
   */
  boolean end() {
    watch.interrupt();
    synchronized (running) {
      try {
        waitForCalls();
        if (!running.isEmpty()) {
          if (!stopped) {
            stop();
          }
          waitForCalls();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return running.isEmpty();
    }
  }

  private void waitForCalls() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_END_MILLIS);
    for (long left = LONGEST_END_MILLIS; !running.isEmpty() && left > 0; ) {
      running.wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }
}
