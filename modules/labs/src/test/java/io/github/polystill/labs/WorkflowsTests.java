package io.github.polystill.labs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs on GitHub is YAML, and brings nothing that its author could exchange later. */
class WorkflowsTests {
  private static final Path GITHUB = Path.of("../../.github");

  @Test
  void actionsAreOfACommitAndPythonIsOfAHash() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(GITHUB)) {
      files = all.filter(file -> file.toString().endsWith(".yml")).toList();
    }
    assertThat(files).hasSizeGreaterThan(3);
    for (Path file : files) {
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      assertThat(root.isObject()).as(file.toString()).isTrue();
      assertThat(root.findValuesAsText("uses"))
          .as(file.toString())
          .allMatch(action -> action.matches("[^@]+@[0-9a-f]{40}"));
      assertThat(root.findValuesAsText("run"))
          .as(file.toString())
          .allMatch(run -> !run.contains("pip install") || run.contains("--require-hashes"));
    }
  }
}
