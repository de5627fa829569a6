package io.github.polystill.serving.server;

import io.github.polystill.serving.protocol.ResponseWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
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

  private final Duration timeout;

  /**
   * Errors of a server.
   *
   * @param timeout for clients to send what nobody reads
   */
  JsonErrors(Duration timeout) {
    this.timeout = timeout;
  }

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
    Callback sent =
        cause instanceof HttpException ? new LingeringClose(request, callback, timeout) : callback;
    response.write(true, ByteBuffer.wrap(ResponseWriter.error(text(code, message))), sent);
  }

  /** What is wrong in words of HTTP; Jetty's own say more only of what cannot be parsed. */
  private static String text(int status, String message) {
    return switch (status) {
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> Answer.STOPPING;
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          "the first line of the request does not end in HTTP/1.1; the server speaks no other";
      case HttpStatus.URI_TOO_LONG_414 ->
          "the address is too long; what is to be predicted goes into the body of a POST";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          "the headers of the request are too long; send fewer or shorter ones";
      case HttpStatus.EXPECTATION_FAILED_417 -> "the server knows no Expect but 100-continue";
      case HttpStatus.BAD_REQUEST_400 -> "the request is no valid HTTP: " + malformed(message);
      default -> status >= 500 ? Answer.FAILED : message == null ? "status " + status : message;
    };
  }

  private static String malformed(String message) {
    return switch (message == null ? "" : message) {
      case "No Host" -> "it has no Host";
      case "Bad HostPort" -> "its Host is no name and port";
      case "", "Bad Request" ->
          "its address is malformed, or leads elsewhere by .. or an encoded /";
      default -> message;
    };
  }
}
