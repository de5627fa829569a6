package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, because HanLP decides about its surroundings once, when it is loaded. */
final class HanLpIsolationTests {

  /** Segments and converts one sentence and prints the outcome. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      String text = "孩子断断续续的咳嗽";
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .print(
              String.join("|", Segmenters.byName("hanlp").segment(text))
                  + ";"
                  + String.join(
                      "|",
                      Segmenters.byName("hanlp-traditional")
                          .segment(TraditionalChinese.convert(text))));
    }
  }

  @Test
  void isSilentWritesNothingAndIgnoresConfiguration(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path configuration = Files.createDirectory(directory.resolve("configuration"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(
        configuration.resolve("hanlp.properties"),
        "root="
            + work
            + "\nCustomDictionaryPath=data/dictionary/custom/mine.txt\nNormalization=true\n");
    String classPath = System.getProperty("java.class.path");

    assertThat(run(directory, work, classPath)).isEqualTo("孩子|断断续续|的|咳嗽;孩子|斷斷續續|的|咳嗽");
    assertThat(
            run(directory, work, configuration + System.getProperty("path.separator") + classPath))
        .isEqualTo("孩子|断断续续|的|咳嗽;孩子|斷斷續續|的|咳嗽");
    try (Stream<Path> entries = Files.walk(work)) {
      assertThat(entries).containsExactly(work);
    }
  }

  private static String run(Path directory, Path work, String classPath)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "-DHANLP_ROOT=" + work,
                Program.class.getName())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }
}
