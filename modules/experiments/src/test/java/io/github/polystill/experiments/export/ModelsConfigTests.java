package io.github.polystill.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ModelsConfigTests {
  @TempDir private Path directory;

  private Path config() {
    return directory.resolve("models.config");
  }

  @Test
  void listsEachModelOnce() throws IOException {
    new ModelsConfig(directory.resolve("a")).write();
    new ModelsConfig(directory.resolve("b \"c\"")).write();
    new ModelsConfig(directory.resolve("a")).write();
    assertThat(config())
        .hasContent(
            """
            # tensorflow_model_server --model_config_file=/models/models.config
            model_config_list {
              config {
                name: "a"
                base_path: "/models/a"
                model_platform: "tensorflow"
              }
              config {
                name: "b \\"c\\""
                base_path: "/models/b \\"c\\""
                model_platform: "tensorflow"
              }
            }
            """);
    assertThat(directory.resolve("batching.config")).content().contains("max_batch_size");
  }

  @Test
  void whatIsCommentedOutDoesNotCount() throws IOException {
    Files.writeString(
        config(),
        "model_config_list {\n  # config { name: \"a\" }\n  config { name: \"x#y\" }\n}\n# }\n");
    new ModelsConfig(directory.resolve("a")).write();
    new ModelsConfig(directory.resolve("x#y")).write();
    assertThat(config())
        .hasContent(
            """
            model_config_list {
              # config { name: "a" }
              config { name: "x#y" }
              config {
                name: "a"
                base_path: "/models/a"
                model_platform: "tensorflow"
              }
            }
            # }
            """);
  }

  @Test
  void severalAtOnceAreAllListed() {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "m" + i).toList();
    names.parallelStream()
        .forEach(
            name -> {
              try {
                new ModelsConfig(directory.resolve(name)).write();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(config())
        .content()
        .contains(names.stream().map(name -> "name: \"" + name + "\"\n").toList());
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeInPlaceOfAFileIsNotWaitedFor() throws Exception {
    for (String name : List.of("models.config", ".models.config.lock")) {
      Path pipe = directory.resolve(name);
      Files.deleteIfExists(pipe);
      Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
      assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> new ModelsConfig(directory.resolve("a")).write())
          .withMessage(pipe + ": is a pipe or a device; put a file in its place");
      Files.delete(pipe);
    }
  }

  @Test
  void leavesWhatItsOwnerWrote() throws IOException {
    String own =
        """
        model_config_list {
          config { name: "a" base_path: "s3://models/a" model_version_policy { all {} } }
        }
        # mine
        """;
    Files.writeString(config(), own);
    Path batching = Files.writeString(directory.resolve("batching.config"), "mine");
    new ModelsConfig(directory.resolve("a")).write();
    assertThat(config()).hasContent(own);
    assertThat(batching).hasContent("mine");
    new ModelsConfig(directory.resolve("b")).write();
    assertThat(config()).content().contains("s3://models/a", "all {}", "# mine", "name: \"b\"");
    Files.writeString(config(), "something else");
    new ModelsConfig(directory.resolve("b")).write();
    assertThat(config()).hasContent("something else");
  }
}
