package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.serving.protocol.MalformedRequestException;
import io.github.polystill.serving.protocol.PredictRequest;
import io.github.polystill.serving.protocol.RequestReader;
import io.github.polystill.serving.protocol.ResponseWriter;
import io.github.polystill.serving.protocol.StatusWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked of one model; knows requests and responses, not how they travel. */
final class ModelEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ModelEndpoint.class);

  /** Output for raw text: words and line ends behind those that the model reads. */
  static final String UNREAD = "unread_tokens";

  private final Servable servable;
  private final String name;
  private final PredictionQueue queue;
  private final RequestReader reader;

  ModelEndpoint(Servable servable, String name, PredictionQueue queue, int mostTexts) {
    this.servable = servable;
    this.name = name;
    this.queue = queue;
    this.reader = new RequestReader(servable.signatures(), mostTexts);
  }

  /** Whether requests for this model's name and version come here. */
  boolean serves(String wantedName, String wantedVersion) {
    return wantedName.equals(name)
        && (wantedVersion == null || wantedVersion.equals(Long.toString(servable.version())));
  }

  Answer status() {
    return Answer.json(StatusWriter.status(servable.version()));
  }

  Answer metadata() {
    return Answer.json(StatusWriter.metadata(name, servable.version(), servable.signatures()));
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
              ? queue.submit(tensors.signature(), tensors::inputs)
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
    if (problem instanceof CallTimeoutException) {
      return Answer.error(504, "the model did not answer in time; send fewer or shorter texts");
    }
    if (problem instanceof TimeoutException) {
      return Answer.error(503, "the model is busy and did not take the request in time; try later");
    }
    if (problem instanceof RejectedExecutionException) {
      return Answer.error(503, "the server is stopping; try later or elsewhere");
    }
    if (problem instanceof InvalidInputException) {
      return Answer.error(400, problem.getMessage());
    }
    LOG.error("a prediction failed", problem);
    return Answer.error(
        500, "the prediction failed; the server's log says why: " + problem.getClass().getName());
  }

  /**
   * The default signature's outputs for raw texts, the words beside which they stand, and how many
   * more words a text has than the model reads.
   */
  private CompletableFuture<Map<String, DenseTensor>> ofTexts(PredictRequest.Texts request) {
    List<List<String>> tokens = new ArrayList<>();
    int[] unread = new int[request.rows()];
    SignatureDescription signature = servable.signatures().get(SignatureCalls.DEFAULT);
    CompletableFuture<Map<String, DenseTensor>> outputs =
        queue.submit(
            signature,
            () -> {
              for (int i = 0; i < unread.length; i++) {
                List<String> all = servable.tokens(request.texts().get(i));
                if (all.isEmpty()) {
                  throw new InvalidInputException(
                      "text "
                          + i
                          + " has no words, only characters that are left out; give the text to classify");
                }
                tokens.add(servable.withoutUnread(all));
                unread[i] = all.size() - tokens.get(i).size();
              }
              DenseTensor input = tensor(tokens);
              requireFewCells(signature, input);
              return Map.of(SignatureCalls.TOKENS, input);
            });
    return outputs.thenApply(
        ofModel -> {
          Map<String, DenseTensor> all = new TreeMap<>(ofModel);
          all.put(SignatureCalls.TOKENS, tensor(tokens));
          all.put(UNREAD, new DenseTensor.Integers(new int[] {unread.length}, unread));
          return all;
        });
  }

  private static void requireFewCells(SignatureDescription signature, DenseTensor tokens) {
    try {
      RequestReader.requireFewCells(signature, tokens.rows(), tokens.rowSize());
    } catch (MalformedRequestException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }

  private static DenseTensor.Strings tensor(List<List<String>> tokens) {
    int width = tokens.stream().mapToInt(List::size).max().orElse(0);
    String[] values = new String[tokens.size() * width];
    for (int row = 0; row < tokens.size(); row++) {
      List<String> words = tokens.get(row);
      for (int i = 0; i < width; i++) {
        values[row * width + i] = i < words.size() ? words.get(i) : "";
      }
    }
    return new DenseTensor.Strings(new int[] {tokens.size(), width}, values);
  }
}
