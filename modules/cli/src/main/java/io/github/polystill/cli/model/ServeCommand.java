package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.serving.server.ModelService;
import io.github.polystill.serving.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill serve}. */
@Command(
    name = "serve",
    description = {
      "Serve an exported model over HTTP, for trying it without TF Serving.",
      "Of a model's directory the highest version is served; a new one is taken up when it is there."
          + " The REST API is TF Serving's: POST /v1/models/<name>:predict, GET /v1/models/<name>. It takes"
          + " raw text as well. / is a page to try the model with; /healthz and /metrics"
          + " (Prometheus) are for operation. There is no encryption and no login: leave it on this"
          + " machine or put a proxy before it."
    },
    footer = {
      "",
      "Examples:",
      "  polystill serve savedmodels/cmdd",
      "  polystill serve savedmodels/cmdd/2 --name symptoms --port 9000",
      "  polystill serve savedmodels/cmdd --allow-host models.example.org",
      "  curl -H 'Content-Type: application/json' -d '{\"instances\": [{\"text\": \"咳嗽三天\"}]}'"
          + " localhost:8501/v1/models/cmdd:predict"
    })
public final class ServeCommand extends AbstractCommand {
  @Mixin ServedModelOptions model;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What requests call the model (default: the name of its directory).")
  Optional<String> name = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "TCP port, 0 for any that is free (default: ${DEFAULT-VALUE}).")
  int port = 8501;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on, 0.0.0.0 for all of this machine's (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "A name that requests may call the server besides its own; repeatable. On this machine"
              + " alone (127.0.0.1) it answers to localhost, 127.0.0.1 and [::1] only, so it takes one"
              + " behind a proxy that passes on the Host of its own requests, or under a name of"
              + " /etc/hosts: whoever asks for https://models.example.org needs --allow-host"
              + " models.example.org. Given with another --host it keeps others out.")
  List<String> allowedHosts = List.of();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "Size of a request (default: ${DEFAULT-VALUE}).")
  int maxBytes = 4 << 20;

  @Option(
      names = "--max-texts",
      paramLabel = "N",
      description = "Texts of a request (default: ${DEFAULT-VALUE}).")
  int maxTexts = 256;

  @Option(
      names = "--max-characters",
      paramLabel = "N",
      description = "Characters of a raw text (default: ${DEFAULT-VALUE}).")
  int maxCharacters = ServerSettings.CHARACTERS;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      description =
          "Predictions at the same time, those that wait included; more are told to come again"
              + " (default: ${DEFAULT-VALUE}).")
  int maxRequests = 512;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "For a request to arrive, to be answered by the model, and to end when the server stops"
              + " (default: ${DEFAULT-VALUE}).")
  int timeout = 30;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerSettings settings =
        new ServerSettings(
            host,
            port,
            maxBytes,
            maxTexts,
            maxCharacters,
            maxRequests,
            Duration.ofSeconds(timeout),
            model.threads,
            Set.copyOf(allowedHosts));
    CountDownLatch stopped = new CountDownLatch(1);
    ModelService service =
        ModelService.start(model.directory, name, settings, model.segmenterModel);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(service, stopped), "polystill-stop-server"));
    print("Serving %s version %d at %s", service.name(), service.version(), service.address());
    out().flush();
    stopped.await();
    return 0;
  }

  private void stop(ModelService service, CountDownLatch stopped) {
    log("Stopping; requests that are here are answered.");
    service.close();
    stopped.countDown();
  }
}
