package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.StoppedModelException;
import io.github.polystill.models.savedmodel.TextTokens;
import io.github.polystill.serving.protocol.MalformedRequestException;
import io.github.polystill.serving.protocol.PredictRequest;
import io.github.polystill.serving.protocol.RequestReader;
import io.github.polystill.serving.protocol.ResponseWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.StampedLock;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * What can be asked of one version of a model; knows requests and responses, not how they travel.
 */
final class ModelEndpoint implements AutoCloseable {
  /** Output for raw text: words and line ends behind those that the model reads. */
  static final String UNREAD = "unread_tokens";

  /** Output for raw text: words that the model reads and has not in its vocabulary. */
  static final String UNKNOWN = "unknown_tokens";

  /** Output for raw text: why the answer is worth little; "" where nothing is to be said. */
  static final String WARNING = "warning";

  private static final String LABELS = "labels";

  private final Servable servable;
  private final String name;
  private final SegmentationQueue segmentation;
  private final PredictionQueue queue;
  private final RequestReader reader;
  private final Duration patience;

  /** Each request reads, the end writes: it waits for them all. Threads do not own its stamps. */
  private final StampedLock requests = new StampedLock();

  /**
   * An endpoint with threads of its own.
   *
   * @param name that requests call the model
   * @param batchSizes is told the number of texts of each call of the model
   */
  ModelEndpoint(Servable servable, String name, ServerSettings settings, IntConsumer batchSizes) {
    this.servable = servable;
    this.name = name;
    this.segmentation = new SegmentationQueue(servable, settings.threads());
    this.queue = new PredictionQueue(servable, settings.threads(), settings.timeout(), batchSizes);
    this.reader =
        new RequestReader(servable.signatures(), settings.maxTexts(), settings.maxCharacters());
    this.patience = settings.timeout().multipliedBy(2);
  }

  /**
   * Begins a request, before whose end the endpoint does not close.
   *
   * @return for {@link #end}; 0 where the endpoint is closed and another one has taken its place
   */
  long begin() {
    return requests.tryReadLock();
  }

  /** Ends a request. */
  void end(long begun) {
    requests.unlockRead(begun);
  }

  /** Whether requests for this model's name and version come here. */
  boolean serves(String wantedName, String wantedVersion) {
    return wantedName.equals(name)
        && (wantedVersion == null || wantedVersion.equals(Long.toString(servable.version())));
  }

  /** That this is another model; TF Serving's words, and which one this is. */
  Answer unknown(String wantedName, String wantedVersion) {
    String version = wantedVersion == null ? "" : " of version " + wantedVersion;
    return Answer.error(
        404,
        "Servable not found for request: no model "
            + wantedName
            + version
            + "; this server has "
            + name
            + " of version "
            + servable.version());
  }

  boolean isStopped() {
    return servable.isStopped();
  }

  Answer status() {
    return Answer.json(ResponseWriter.status(servable.version()));
  }

  Answer metadata() {
    return Answer.json(ResponseWriter.metadata(name, servable.version(), servable.signatures()));
  }

  /**
   * Predicts.
   *
   * @param body of the request
   * @param executor writes the answer
   * @param budget for what it writes; holds an answer of status 200
   * @return never fails; what goes wrong is an answer too
   */
  CompletableFuture<Answer> predict(byte[] body, Executor executor, AnswerBudget budget) {
    try {
      PredictRequest request = reader.read(body);
      CompletableFuture<Map<String, DenseTensor>> outputs =
          request instanceof PredictRequest.Tensors tensors
              ? queue.submit(
                  tensors.signature(), CompletableFuture.completedFuture(tensors.inputs()))
              : ofTexts((PredictRequest.Texts) request);
      return outputs
          .thenApplyAsync(
              it ->
                  budget.write(
                      ResponseWriter.mostBytes(it),
                      () -> ResponseWriter.predictions(new TreeMap<>(it), request.columnar())),
              executor)
          .exceptionally(ModelEndpoint::failed);
    } catch (MalformedRequestException e) {
      return CompletableFuture.completedFuture(Answer.error(400, e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      return CompletableFuture.completedFuture(failed(e));
    }
  }

  private static Answer failed(Throwable thrown) {
    Throwable problem = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (problem instanceof PredictionQueue.CallTimeoutException) {
      return Answer.error(504, "the model did not answer in time; send fewer or shorter texts");
    }
    if (problem instanceof TimeoutException) {
      return Answer.error(503, "the model is busy and did not take the request in time; try later");
    }
    if (problem instanceof RejectedExecutionException) {
      return Answer.stopping();
    }
    if (problem instanceof StoppedModelException) {
      Answer.log(problem);
      return Answer.error(503, "the model did not come to an end; it is loaded again");
    }
    if (problem instanceof InvalidInputException) {
      return Answer.error(400, problem.getMessage());
    }
    return Answer.failed(problem);
  }

  /**
   * The default signature's outputs for raw texts, the words beside which they stand, and what the
   * model does not read or know of each text.
   */
  private CompletableFuture<Map<String, DenseTensor>> ofTexts(PredictRequest.Texts request) {
    SignatureDescription signature = servable.signatures().get(SignatureCalls.DEFAULT);
    CompletableFuture<List<TextTokens>> cut = segmentation.submit(request.texts());
    CompletableFuture<Map<String, DenseTensor>> outputs =
        queue.submit(
            signature,
            cut.thenApply(
                read -> {
                  DenseTensor input = tensor(read);
                  requireFewCells(signature, input);
                  return Map.of(SignatureCalls.TOKENS, input);
                }));
    var unused =
        outputs.whenComplete((ofModel, problem) -> cut.cancel(false)); // where it took too long
    return outputs.thenApply(
        ofModel -> {
          List<TextTokens> read = cut.join();
          Map<String, DenseTensor> all = new TreeMap<>(ofModel);
          all.computeIfPresent(LABELS, (name, labels) -> withoutUnfounded(labels, read));
          all.put(SignatureCalls.TOKENS, tensor(read));
          all.put(UNREAD, counts(read, TextTokens::unread));
          all.put(UNKNOWN, counts(read, TextTokens::unknown));
          all.put(
              WARNING,
              new DenseTensor.Strings(
                  new int[] {read.size()},
                  read.stream().map(it -> it.warning().orElse("")).toArray(String[]::new)));
          return all;
        });
  }

  private static DenseTensor counts(List<TextTokens> texts, ToIntFunction<TextTokens> count) {
    return new DenseTensor.Integers(
        new int[] {texts.size()}, texts.stream().mapToInt(count).toArray());
  }

  /** No labels for texts of unknown words; models that were exported earlier give some. */
  private static DenseTensor withoutUnfounded(DenseTensor labels, List<TextTokens> texts) {
    String[] values = ((DenseTensor.Strings) labels).values().clone();
    for (int row = 0; row < texts.size(); row++) {
      if (!texts.get(row).hasKnownWord()) {
        Arrays.fill(values, row * labels.rowSize(), (row + 1) * labels.rowSize(), "");
      }
    }
    return new DenseTensor.Strings(labels.shape(), values);
  }

  private static void requireFewCells(SignatureDescription signature, DenseTensor tokens) {
    try {
      RequestReader.requireFewCells(signature, tokens.rows(), tokens.rowSize());
    } catch (MalformedRequestException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  private static DenseTensor.Strings tensor(List<TextTokens> texts) {
    int width = texts.stream().mapToInt(it -> it.tokens().size()).max().orElse(0);
    String[] values = new String[texts.size() * width];
    Arrays.fill(values, "");
    for (int row = 0; row < texts.size(); row++) {
      List<String> words = texts.get(row).tokens();
      for (int i = 0; i < words.size(); i++) {
        values[row * width + i] = words.get(i);
      }
    }
    return new DenseTensor.Strings(new int[] {texts.size(), width}, values);
  }

  /** Waits until all requests have ended, and ends the threads. */
  @Override
  public void close() {
    if (requests.isWriteLocked()) {
      return;
    }
    try {
      var unused = requests.tryWriteLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    segmentation.close();
    queue.close();
  }
}
