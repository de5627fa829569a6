package io.github.polystill.serving.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Routes requests. No thread waits for a client or for the model, so any number of slow clients
 * costs memory alone, and that is limited too.
 */
final class RequestHandler extends Handler.Abstract.NonBlocking implements AutoCloseable {
  private static final Pattern MODEL =
      Pattern.compile("/v1/models/([^/:]+)(?:/versions/([^/:]+))?(:[^/]*|/metadata)?");
  private static final String PREDICT = ":predict";
  private static final String JSON = "application/json";
  private static final String CONTENT_SECURITY = "default-src 'self'; frame-ancestors 'none'";

  private final ServerSettings settings;
  private final String name;
  private final HostNames hosts;
  private final Page page;
  private final Semaphore room;
  private final Semaphore bytes;
  private final ServerMetrics metrics;
  private final AnswerBudget answers;
  private volatile ModelEndpoint model;

  /** A handler for a model of a name. */
  RequestHandler(ServerSettings settings, String name, Servable servable) {
    this.settings = settings;
    this.name = name;
    this.hosts = HostNames.of(settings);
    this.page = new Page(name);
    this.room = new Semaphore(settings.maxRequests());
    this.bytes = new Semaphore(settings.mostBytesTogether());
    this.metrics = new ServerMetrics(() -> settings.maxRequests() - room.availablePermits());
    this.answers = new AnswerBudget(settings.mostAnswerBytesTogether());
    this.model = new ModelEndpoint(servable, name, settings, metrics::called);
  }

  /** Has another version answer what comes from now on; waits for what the one before has. */
  void replace(Servable next) {
    ModelEndpoint before = model;
    model = new ModelEndpoint(next, name, settings, metrics::called);
    before.close();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String host = Request.getServerName(request);
    if (!hosts.include(host)) {
      refuse("page", request, response, callback, misdirected(host));
      return true;
    }
    String path = Request.getPathInContext(request);
    Matcher matcher = MODEL.matcher(path);
    if (matcher.matches()) {
      ModelEndpoint asked = model;
      while (!ofModel(asked, matcher, request, response, callback)) {
        if (asked == model) { // no successor has taken its place
          refuse("predict", request, response, callback, Answer.stopping());
          return true;
        }
        asked = model;
      }
      return true;
    }
    Optional<Answer> file = page.file(path);
    if (file.isPresent()) {
      get("page", request, response, callback, file::get);
    } else if (path.equals("/healthz")) {
      get("health", request, response, callback, this::healthy);
    } else if (path.equals("/metrics")) {
      get("metrics", request, response, callback, this::metrics);
    } else {
      refuse("page", request, response, callback, notFound(path));
    }
    return true;
  }

  private Answer metrics() {
    return new Answer(200, ServerMetrics.contentType(), metrics.text());
  }

  private Answer healthy() {
    if (getServer().isStopping()) {
      return Answer.stopping();
    }
    return model.isStopped()
        ? Answer.error(503, "the model was stopped and is being loaded again")
        : new Answer(200, "text/plain;charset=utf-8", new byte[] {'o', 'k', '\n'});
  }

  private static Answer misdirected(String host) {
    return Answer.error(
        HttpStatus.MISDIRECTED_REQUEST_421,
        "this server does not go by the name "
            + host
            + "; call it localhost, or start it with that name allowed");
  }

  private static Answer notFound(String path) {
    return Answer.error(
        404, "there is no " + path + " here; the model is at /v1/models/<name>:predict");
  }

  /**
   * Asks one version of the model.
   *
   * @return whether there is an answer or will be one; not where the endpoint is closed
   */
  private boolean ofModel(
      ModelEndpoint asked, Matcher matcher, Request request, Response response, Callback callback) {
    String what = matcher.group(3) == null ? "" : matcher.group(3);
    boolean isVerb = what.startsWith(":");
    String endpoint = isVerb ? "predict" : what.isEmpty() ? "status" : "metadata";
    if (!asked.serves(matcher.group(1), matcher.group(2))) {
      refuse(
          endpoint, request, response, callback, asked.unknown(matcher.group(1), matcher.group(2)));
    } else if (!isVerb) {
      get(
          endpoint,
          request,
          response,
          callback,
          () -> what.isEmpty() ? asked.status() : asked.metadata());
    } else if (!what.equals(PREDICT)) {
      Answer other = Answer.error(404, "there is no " + what + " here; POST to " + PREDICT);
      refuse(endpoint, request, response, callback, other);
    } else if (!request.getMethod().equals("POST")) {
      refuse(endpoint, request, response, callback, notAllowed(request, response, "POST"));
    } else if (!isJson(request)) {
      refuse(endpoint, request, response, callback, notJson(request));
    } else {
      long begun = asked.begin();
      if (begun == 0) {
        return false;
      }
      predict(asked, begun, request, response, callback);
    }
    return true;
  }

  private static Answer notAllowed(Request request, Response response, String allowed) {
    response.getHeaders().put(HttpHeader.ALLOW, allowed);
    return Answer.error(
        405,
        request.getMethod()
            + " is not allowed here, only "
            + allowed
            + "; predictions are asked for by POST to /v1/models/<name>:predict");
  }

  /** Web pages elsewhere can send other types without being asked whether they may, JSON not. */
  private static boolean isJson(Request request) {
    String type = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.CONTENT_TYPE), "");
    return type.replaceFirst(";.*", "").strip().equalsIgnoreCase(JSON);
  }

  private static Answer notJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return Answer.error(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
        "the request "
            + (type == null ? "has no Content-Type" : "is " + type)
            + "; send JSON with the header Content-Type: "
            + JSON);
  }

  private static boolean isGet(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private void get(
      String endpoint,
      Request request,
      Response response,
      Callback callback,
      Supplier<Answer> answer) {
    if (isGet(request)) {
      send(endpoint, request, response, callback, answer.get());
    } else {
      refuse(endpoint, request, response, callback, notAllowed(request, response, "GET, HEAD"));
    }
  }

  private void predict(
      ModelEndpoint asked, long begun, Request request, Response response, Callback callback) {
    // Without a length it may become any that is allowed.
    long size = request.getLength() < 0 ? settings.maxBytes() : request.getLength();
    if (size > settings.maxBytes() || !enter((int) size)) {
      asked.end(begun);
      Answer answer = size > settings.maxBytes() ? tooLarge() : Answer.full();
      refuse("predict", request, response, callback, answer);
      return;
    }
    Executor executor = getServer().getThreadPool();
    Duration timeout = settings.timeout();
    CompletableFuture<byte[]> body = RequestBody.read(request, settings.maxBytes());
    var unused =
        body.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .thenComposeAsync(bytes -> asked.predict(bytes, executor, answers), executor)
            .exceptionally(this::unreadable)
            // Before the client has its answer: it may ask again at once.
            .whenComplete(
                (answer, problem) -> {
                  leave((int) size);
                  asked.end(begun);
                })
            .thenAccept(
                answer -> {
                  if (body.isCompletedExceptionally()) {
                    refuse("predict", request, response, callback, answer);
                  } else {
                    deliver(request, response, callback, answer);
                  }
                })
            .exceptionally(
                problem -> {
                  Answer.log(problem);
                  callback.failed(problem);
                  return null;
                });
  }

  /** Answers, and when the client has a prediction lets go of its bytes. */
  private void deliver(Request request, Response response, Callback callback, Answer answer) {
    boolean isPrediction = answer.status() == HttpStatus.OK_200;
    Callback then =
        isPrediction ? Callback.from(callback, () -> answers.release(answer)) : callback;
    send("predict", request, response, then, answer);
  }

  private boolean enter(int size) {
    if (!room.tryAcquire()) {
      return false;
    }
    if (!bytes.tryAcquire(size)) {
      room.release();
      return false;
    }
    return true;
  }

  private void leave(int size) {
    bytes.release(size);
    room.release();
  }

  private Answer unreadable(Throwable thrown) {
    Throwable problem = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (problem instanceof RequestBody.TooLargeException) {
      return tooLarge();
    }
    return problem instanceof TimeoutException
        ? Answer.error(408, "the request did not arrive in time")
        : Answer.error(400, "the request did not arrive whole; send it again");
  }

  private Answer tooLarge() {
    return Answer.error(
        413,
        "the request has more than " + settings.maxBytes() + " bytes; send fewer texts at once");
  }

  /**
   * Answers without having read the request. Where its body is not here to its end, the connection
   * is of no more use; what is still on its way is taken before it is closed: who sends all before
   * reading would lose the answer.
   */
  private void refuse(
      String endpoint, Request request, Response response, Callback callback, Answer answer) {
    boolean sends =
        answer.status() != HttpStatus.REQUEST_TIMEOUT_408
            && !request.getHeaders().contains(HttpHeader.EXPECT);
    if (isGet(request) || (sends && takesRest(request))) {
      send(endpoint, request, response, callback, answer);
      return;
    }
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Callback sent = sends ? new LingeringClose(request, callback, settings.timeout()) : callback;
    send(endpoint, request, response, sent, answer);
  }

  /** Takes what is here of a request's body; whether that was all. */
  private boolean takesRest(Request request) {
    for (long left = settings.maxBytes(); left >= 0; ) {
      Content.Chunk chunk = request.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return false;
      }
      left -= chunk.remaining();
      chunk.release();
      if (chunk.isLast()) {
        return true;
      }
    }
    return false;
  }

  private void send(
      String endpoint, Request request, Response response, Callback callback, Answer answer) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Content-Security-Policy", CONTENT_SECURITY);
    if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    boolean head = request.getMethod().equals("HEAD");
    long start = request.getBeginNanoTime();
    response.write(
        true,
        head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()),
        Callback.from(
            callback,
            () -> metrics.answered(endpoint, answer.status(), (System.nanoTime() - start) * 1e-9)));
  }

  /** Waits for the requests that it has, and ends the threads that predict. */
  @Override
  public void close() {
    model.close();
  }
}
