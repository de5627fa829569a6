package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import io.github.polystill.serving.protocol.RequestReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Requests of one signature that are answered with one call of the model. */
final class Batch {
  /** Texts that a batch is filled up to; a request alone may have more. */
  static final int ROWS = 32;

  /** Tokens that a batch is filled up to, padding included. */
  private static final long TOKENS = 1 << 16;

  private final SignatureDescription signature;
  private final List<Map<String, DenseTensor>> requests = new ArrayList<>();
  private final List<CompletableFuture<Map<String, DenseTensor>>> answers = new ArrayList<>();

  Batch(SignatureDescription signature) {
    this.signature = signature;
  }

  boolean hasRoomFor(Map<String, DenseTensor> request) {
    long rows = rows() + (long) rows(request);
    long width = Math.max(width(), width(request));
    return canBeJoined()
        && rows <= ROWS
        && rows * width <= TOKENS
        && rows * width * signature.valuesPerToken() <= RequestReader.MOST_VALUES;
  }

  /**
   * Whether the width of outputs is that of inputs. Else nobody knows which columns of the outputs
   * belong to a request.
   */
  private boolean canBeJoined() {
    return signature.inputs().stream().anyMatch(TensorDescription::isPerToken)
        || signature.outputs().stream().noneMatch(TensorDescription::isPerToken);
  }

  void add(Map<String, DenseTensor> request, CompletableFuture<Map<String, DenseTensor>> answer) {
    requests.add(request);
    answers.add(answer);
  }

  /** Texts of all requests. */
  int rows() {
    return requests.stream().mapToInt(Batch::rows).sum();
  }

  private static int rows(Map<String, DenseTensor> tensors) {
    return tensors.values().iterator().next().rows();
  }

  private int width() {
    return requests.stream().mapToInt(this::width).max().orElse(0);
  }

  /** Tokens of the longest text of a request. */
  private int width(Map<String, DenseTensor> request) {
    return signature.inputs().stream()
        .filter(TensorDescription::isPerToken)
        .mapToInt(input -> lastDimension(request.get(input.name())))
        .max()
        .orElse(0);
  }

  private static int lastDimension(DenseTensor tensor) {
    return tensor.shape()[tensor.shape().length - 1];
  }

  /** Calls the model and answers all requests, each for itself where they fail together. */
  void run(Servable servable) {
    if (requests.size() == 1) {
      answers.get(0).complete(servable.call(signature, requests.get(0)));
      return;
    }
    Map<String, DenseTensor> outputs;
    try {
      outputs = servable.call(signature, joined());
    } catch (RuntimeException e) { // of one of them; the others are not to suffer
      runOneByOne(servable);
      return;
    }
    int row = 0;
    for (int i = 0; i < requests.size(); i++) {
      answers.get(i).complete(part(outputs, row, requests.get(i)));
      row += rows(requests.get(i));
    }
  }

  private void runOneByOne(Servable servable) {
    for (int i = 0; i < requests.size(); i++) {
      try {
        answers.get(i).complete(servable.call(signature, requests.get(i)));
      } catch (RuntimeException e) {
        answers.get(i).completeExceptionally(e);
      }
    }
  }

  private Map<String, DenseTensor> joined() {
    Map<String, DenseTensor> joined = new HashMap<>();
    for (TensorDescription input : signature.inputs()) {
      List<DenseTensor> parts = requests.stream().map(it -> it.get(input.name())).toList();
      int width = input.isPerToken() ? width() : lastDimension(parts.get(0));
      joined.put(input.name(), TensorRows.join(parts, width));
    }
    return joined;
  }

  private Map<String, DenseTensor> part(
      Map<String, DenseTensor> outputs, int row, Map<String, DenseTensor> request) {
    Map<String, DenseTensor> part = new HashMap<>();
    for (TensorDescription output : signature.outputs()) {
      DenseTensor all = outputs.get(output.name());
      int width = output.isPerToken() ? width(request) : lastDimension(all);
      part.put(output.name(), TensorRows.part(all, row, rows(request), width));
    }
    return part;
  }

  /** Tells all requests that have no answer yet what went wrong. */
  void fail(Throwable problem) {
    answers.forEach(answer -> answer.completeExceptionally(problem));
  }
}
