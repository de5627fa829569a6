package io.github.polystill.serving.server;

import io.github.polystill.serving.protocol.ResponseWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, String contentType, byte[] body) {
  /** All that is said outside of what nobody expected. */
  static final String FAILED = "the server failed; its log says why";

  /** That whoever asked may ask again, but not here. */
  static final String STOPPING = "the server is stopping; try later or elsewhere";

  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
  private static final String JSON = "application/json";

  static Answer json(byte[] body) {
    return new Answer(200, JSON, body);
  }

  /** The server has too much to do; whoever asked may ask again. */
  static Answer full() {
    return error(503, "the server has as many requests as it bears; try later");
  }

  /** The server ends. */
  static Answer stopping() {
    return error(503, STOPPING);
  }

  /** What nobody expected; the log gets the reason, whoever asked none of it. */
  static Answer failed(Throwable problem) {
    log(problem);
    return error(500, FAILED);
  }

  /** Logs what nobody expected. */
  static void log(Throwable problem) {
    LOG.error("a request failed: {}", reason(problem), problem);
  }

  /** A line that says what happened and where, as logs are printed without stack traces. */
  static String reason(Throwable problem) {
    StringBuilder reason = new StringBuilder();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      reason.append(reason.isEmpty() ? "" : ", caused by ").append(cause);
      if (cause.getStackTrace().length > 0) {
        reason.append(" at ").append(cause.getStackTrace()[0]);
      }
    }
    return reason.toString();
  }

  static Answer error(int status, String message) {
    return new Answer(status, JSON, ResponseWriter.error(message));
  }
}
