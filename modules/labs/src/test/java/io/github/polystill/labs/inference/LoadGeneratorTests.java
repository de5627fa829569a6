package io.github.polystill.labs.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.serving.TestModels;
import io.github.polystill.serving.server.ModelServer;
import io.github.polystill.serving.server.SavedModelServable;
import io.github.polystill.serving.server.ServerSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadGeneratorTests {
  private static final List<String> TEXTS =
      List.of("頭痛怎麼辦？醫生說要多喝水。", "好", TestModels.longText(), "第一行\n第二行。第三句！");

  private static ServerSettings settings() {
    return new ServerSettings("127.0.0.1", 0, 1 << 20, 256, 300, Duration.ofSeconds(20), 2);
  }

  @Test
  void holdsTwoHundredClients() throws Exception {
    try (SavedModelServable servable =
            SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
        ModelServer server = ModelServer.start(servable, "m", settings())) {
      LoadGenerator.Result result =
          LoadGenerator.run(server.address() + "/v1/models/m", TEXTS, 200, Duration.ofSeconds(1));

      assertThat(result.problems()).isEmpty();
      assertThat(result.errors()).isZero();
      assertThat(result.requests()).isGreaterThan(200);
    }
  }
}
