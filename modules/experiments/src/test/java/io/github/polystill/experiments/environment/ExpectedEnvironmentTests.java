package io.github.polystill.experiments.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The environment that experiments/reproduce.expected.json was written in. */
class ExpectedEnvironmentTests {
  private static final Path FILE = Path.of("../../experiments/reproduce.expected.json");

  @Test
  void otherMachinesCanHaveTheSame() throws IOException {
    JsonNode environment = new ObjectMapper().readTree(FILE.toFile()).path("environment");
    assertThat(environment.path("tensorflowVariables").isObject()).isTrue();
    assertThat(environment.path("tensorflowVariables")).isEmpty();
    assertThat(environment.at("/git/commit").asText()).matches("[0-9a-f]{40}");
    assertThat(environment.at("/git/dirty").asBoolean(true)).isFalse();
    assertThat(environment.path(RunEnvironment.OTHERS).isMissingNode()).isTrue();
  }
}
