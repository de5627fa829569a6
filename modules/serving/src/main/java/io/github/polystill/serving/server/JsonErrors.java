package io.github.polystill.serving.server;

import io.github.polystill.serving.protocol.ResponseWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty itself finds, in the shape of all others. */
final class JsonErrors extends ErrorHandler {
  private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(JSON);
    if (code >= HttpStatus.INTERNAL_SERVER_ERROR_500 && cause != null) {
      Answer.log(cause);
    }
    if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    response.write(true, ByteBuffer.wrap(ResponseWriter.error(text(code, message))), callback);
  }

  private static String text(int status, String message) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      return "the server is stopping; try later or elsewhere";
    }
    return status >= 500 ? Answer.FAILED : message == null ? "status " + status : message;
  }
}
