package io.github.polystill.serving.server;

import io.github.polystill.serving.protocol.ResponseWriter;

/**
 * A response.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent")
record Answer(int status, String contentType, byte[] body) {
  private static final String JSON = "application/json";

  static Answer json(byte[] body) {
    return new Answer(200, JSON, body);
  }

  /** The server has too much to do; whoever asked may ask again. */
  static Answer full() {
    return error(503, "the server has as many requests as it bears; try later");
  }

  static Answer error(int status, String message) {
    return new Answer(status, JSON, ResponseWriter.error(message));
  }
}
