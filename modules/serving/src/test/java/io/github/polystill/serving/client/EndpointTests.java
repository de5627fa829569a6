package io.github.polystill.serving.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTests {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger requests = new AtomicInteger();
  private Server server;

  private Endpoint serve(Integer... statuses) throws Exception {
    Deque<Integer> left = new ArrayDeque<>(List.of(statuses));
    server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            requests.incrementAndGet();
            int status = left.size() > 1 ? left.remove() : left.element();
            response.setStatus(status);
            response.getHeaders().put("Retry-After", "0");
            String body = status == 200 ? "{\"outputs\": 1}" : "{\"error\": \"say\\nno\"}";
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
          }
        });
    server.start();
    return Endpoint.of(server.getURI().resolve("/v1/models/m").toString(), 1);
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    assertThat(serve(503, 429, 200).predict(BODY).path("outputs").asInt()).isEqualTo(1);
    assertThat(requests).hasValue(3);
  }

  @Test
  void aServerThatStaysBusyIsAnError() throws Exception {
    Endpoint endpoint = serve(503);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> endpoint.predict(BODY))
        .withMessageContaining("/v1/models/m:predict answered 503: say no to 5 tries");
    assertThat(requests).hasValue(5);
  }

  @Test
  void aRefusalIsShownAndNotRepeated() throws Exception {
    Endpoint endpoint = serve(400);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> endpoint.predict(BODY))
        .withMessageEndingWith("/v1/models/m:predict answered 400: say no");
    assertThat(requests).hasValue(1);
  }

  @Test
  void noServerIsAnError() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Endpoint endpoint = Endpoint.of("http://127.0.0.1:" + free + "/v1/models/m", 1);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> endpoint.predict(BODY))
        .withMessageContaining("no answer")
        .withMessageContaining("check that the server runs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8501/v1/models/m",
        "ftp://localhost/v1/models/m",
        "http://localhost:8501",
        "http://localhost:8501/v1/models/",
        "http://local host/v1/models/m",
        "http:///v1/models/m"
      })
  void whatIsNoModelsAddressIsRefused(String address) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Endpoint.of(address))
        .withMessageContaining("http://localhost:8501/v1/models/cmdd");
  }
}
