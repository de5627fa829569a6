package io.github.polystill.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.cli.Outcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTests {

  @Test
  void trainPrintsTheJsonOfTheDesign() throws Exception {
    Outcome outcome =
        Outcome.of(
            "bench",
            "train",
            "--no-keras",
            "--json",
            "--architectures",
            "textcnn",
            "--lengths",
            "full",
            "--trials",
            "2",
            "--documents",
            "8",
            "--batch",
            "4",
            "--repeats",
            "1",
            "--words",
            "50");

    assertThat(outcome.exitCode()).isZero();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertThat(json.required("machine").required("cores").asInt()).isPositive();
    assertThat(json.required("rows")).hasSize(2);
    for (JsonNode row : json.required("rows")) {
      assertThat(row.required("architecture").asText()).isEqualTo("textcnn");
      assertThat(row.required("channels").asText()).isIn("frozen", "two");
      assertThat(row.required("lengths").asText()).isEqualTo("full");
      assertThat(row.required("samplesPerSecond").asDouble()).isPositive();
      assertThat(row.required("gflops").asDouble()).isPositive();
      assertThat(row.required("peakGflops").asDouble()).isPositive();
      assertThat(row.required("kerasSamplesPerSecond").isNull()).isTrue();
      assertThat(row.required("ratio").isNull()).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryPrintsJson() throws Exception {
    Outcome outcome = Outcome.of("bench", "memory", "--trials", "22", "--json");

    JsonNode row = new ObjectMapper().readTree(outcome.out()).required("rows").required(0);
    assertThat(row.required("trials").asInt()).isEqualTo(22);
    assertThat(outcome.exitCode()).isEqualTo(row.required("ratio").asDouble() > 1.3 ? 1 : 0);
  }

  @Test
  void productsAreTimedInEachForm() throws Exception {
    Outcome outcome = Outcome.of("bench", "products", "--repeats", "1", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(outcome.out()).required("rows");
    assertThat(rows).hasSizeGreaterThan(5);
    for (JsonNode row : rows) {
      double micros = row.required("float32").asDouble();
      double ratio = micros / row.required("cast").asDouble();
      JsonNode product = row.required("product");
      double operations = 2.0;
      for (String side : List.of("rows", "inner", "columns")) {
        operations *= product.required(side).asInt();
      }
      assertThat(operations / micros).as("per microsecond, by one thread").isBetween(1e2, 1e6);
      assertThat(row.required("castRatio").asDouble()).isPositive().isCloseTo(ratio, within(1e-9));
    }
  }

  @Test
  void growthIsThatOfWholeRuns() throws Exception {
    Outcome outcome =
        Outcome.of("bench", "growth", "--documents=40,80", "--labels=9", "--words=10", "--json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode rows = new ObjectMapper().readTree(outcome.out()).required("rows");
    assertThat(rows).hasSize(4);
    JsonNode first = rows.get(0);
    JsonNode second = rows.get(1);
    assertThat(second.required("size").required("documents").asInt()).isEqualTo(80);
    double slope =
        (second.required("seconds").asDouble() - first.required("seconds").asDouble()) / 40;
    assertThat(second.required("secondsForOneMore").asDouble()).isCloseTo(slope, within(1e-9));
    for (int i : new int[] {2, 3}) { // the first size, measured once
      assertThat(rows.get(i).required("size")).isEqualTo(first.required("size"));
      assertThat(rows.get(i).required("seconds")).isEqualTo(first.required("seconds"));
    }
    assertThat(outcome.err().lines()).hasSize(2);
  }

  /** 9 labels, 7 class weights and 5 folds; an expert and then a student are the longest chain. */
  @Test
  void scaleIsTheSameOnEveryMachine() throws Exception {
    Outcome outcome =
        Outcome.of("bench", "scale", "--labels", "9", "--executors", "1,1000", "--json");
    JsonNode rows = new ObjectMapper().readTree(outcome.out()).required("rows");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).required("trials").asInt()).isEqualTo(5 * (9 * 7 + 2));
    assertThat(rows.get(2).required("trials").asInt()).isEqualTo(5 * (9 + 2));
    JsonNode one = rows.get(0).required("results").get(0);
    assertThat(one.required("makespan").asDouble())
        .isCloseTo(60 + one.required("work").asDouble(), within(1e-6));
    JsonNode thousand = rows.get(0).required("results").get(1);
    assertThat(thousand.required("makespan").asDouble())
        .isCloseTo(thousand.required("atLeast").asDouble(), within(1e-6))
        .isCloseTo(60 + 2 * one.required("work").asDouble() / 325, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "train, --architectures, bert, 'is none of textrnn, gru-att, han, textcnn'",
    "train, --keras, fast, 2x1",
    "train, --lengths, long, --lengths",
    "train, --repeats, 0, 1 or more",
    "plan, --workers=0, e.yaml, 'must be 1 or more, not 0'",
    "scale, --searches, best, 'is none of grid, halving, shift, warm'",
    "scale, --labels, 0, 'must be 1 or more, not 0'",
    "scale, --epoch-seconds, 0, must be more than 0",
    "memory, --trials, 20, more than 20",
    "serve, --growth=-1, http://localhost/v1/models/m, 0 or more",
    "growth, --labels, 1001, more labels than the first number of documents",
    "growth, '--words', '50,20', 'give growing numbers, not [50, 20]'"
  })
  void wrongUseSaysWhatIsRight(String command, String option, String value, String message) {
    Outcome outcome = Outcome.of("bench", command, option, value);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void evaluationFailsAboveItsLimit() {
    Outcome quick =
        Outcome.of("bench", "evaluation", "--documents", 500, "--labels", 5, "--repeats", 1);
    assertThat(quick.exitCode()).isZero();
    assertThat(quick.out().lines()).hasSize(6).last().asString().startsWith("all ");
    Outcome slow =
        Outcome.of("bench", "evaluation", "--documents", 500, "--repeats", 1, "--limit", 0);
    assertThat(slow.exitCode()).isEqualTo(1);
    assertThat(slow.err()).contains(" s is more than 0.0 s");
  }

  @Test
  void serveFailsWhereTheServersMemoryGrows() throws Exception {
    AtomicLong bytes = new AtomicLong(10_000_000);
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            String body =
                Request.getPathInContext(request).equals("/metrics") && bytes.get() > 0
                    ? "process_resident_memory_bytes " + bytes.addAndGet(10_000_000)
                    : "{}";
            response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
          }
        });
    server.start();
    try {
      String url = server.getURI().resolve("/v1/models/m").toString();
      Outcome grown =
          Outcome.of("bench", "serve", url, "--clients=1", "--seconds=1", "--warm-up=0", "--json");
      assertThat(grown.exitCode()).isEqualTo(1);
      assertThat(grown.err()).matches("the server's memory grew by \\d+ %, more than 10 %\\R");
      JsonNode row = new ObjectMapper().readTree(grown.out()).required("rows").required(0);
      assertThat(row.required("lastRssBytes").asLong())
          .isEqualTo(row.required("peakRssBytes").asLong())
          .isGreaterThan(row.required("firstRssBytes").asLong());

      Outcome allowed =
          Outcome.of(
              "bench", "serve", url, "--clients=1", "--seconds=1", "--warm-up=0", "--growth=9999");
      assertThat(allowed.exitCode()).isZero();
      assertThat(allowed.out()).contains("RSS after MB");

      bytes.set(0); // of another system
      String[] unknown = {"bench", "serve", url, "--clients=1", "--seconds=1", "--warm-up=0"};
      assertThat(Outcome.of((Object[]) unknown).exitCode()).isZero();
      Outcome asked =
          Outcome.of(
              Stream.of(unknown, new String[] {"--growth=10"}).flatMap(Stream::of).toArray());
      assertThat(asked.exitCode()).isEqualTo(1);
      assertThat(asked.err())
          .isEqualToIgnoringNewLines(
              "whether the server's memory grew is unknown: its /metrics do not tell");
    } finally {
      server.stop();
    }
  }

  @Test
  void theProductHasTheseCommandsWhereTheLabsAreOnItsClassPath() {
    assertThat(Outcome.of("bench", "--help").out())
        .contains("train", "memory", "growth", "vectors", "evaluation", "inference", "serve");
    assertThat(Outcome.of("stress", "--help").exitCode()).isZero();
  }
}
