package io.github.polystill.labs.stress;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The start of {@code serve}, up to its first answer, which must be the same each time.
 *
 * @param model to serve
 * @param port of every process, so that none may keep it from the next
 */
record DisturbedServer(Path model, int port) implements Disturbed {
  private static final String QUESTION = "{\"instances\": [{\"text\": \"咳嗽三天，有點發燒。\"}]}";
  private static final int POLL_MILLIS = 5;
  private static final int SECONDS_TO_END = 60;
  private static final int TERMINATED = 128 + 15;

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public List<String> arguments(Path out) {
    return List.of("serve", model.toString(), "--name=model", "--port=" + port);
  }

  @Override
  public void finish(Process process, Path out) throws IOException, InterruptedException {
    try {
      String answer = answer(process, out);
      Files.createDirectories(out);
      Files.writeString(out.resolve("answer.json"), answer);
      process.destroy();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS) || process.exitValue() != TERMINATED) {
        throw new IOException("serve did not end when told to: " + Processes.lastLine(out));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private String answer(Process process, Path out) throws IOException, InterruptedException {
    URI predict = URI.create("http://127.0.0.1:" + port + "/v1/models/model:predict");
    HttpRequest request =
        HttpRequest.newBuilder(predict)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    while (process.isAlive()) {
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          throw new IOException("serve answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
      } catch (ConnectException e) {
        Thread.sleep(POLL_MILLIS); // it is still starting
      }
    }
    throw new IOException("serve did not start: " + Processes.lastLine(out));
  }
}
