package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * No room to write or no way to, in processes of their own: one line, exit code 2, nothing
 * half-written. The full disk is a small file system that only Linux and only some users may mount;
 * a limit for the size of files, which fails in the same calls, stands in everywhere else.
 */
class FullDiskTests {
  private static final List<String> GENERATE =
      List.of("corpus", "generate", "health", "--documents", "200", "--out");

  @TempDir private static Path shared;
  private static Path tinyRun;

  @TempDir private Path directory;

  private record Result(int exitCode, String out, String err) {
    String onlyLine() {
      assertThat(err.lines()).as(toString()).hasSize(1);
      return err.strip();
    }

    /** Beside what TensorFlow logs of its own. */
    String onlyError() {
      assertThat(errors()).as(toString()).hasSize(1);
      return errors().get(0);
    }

    List<String> errors() {
      assertThat(err).doesNotContain("Exception");
      return err.lines().filter(line -> line.startsWith("polystill: ")).toList();
    }
  }

  /** Exports a run once for each directory, in one process. */
  static final class Exports {
    private Exports() {}

    public static void main(String[] runAndTargets) {
      boolean all = true;
      for (String to : List.of(runAndTargets).subList(1, runAndTargets.length)) {
        int code =
            Polystill.run(export(Path.of(runAndTargets[0]), Path.of(to)).toArray(String[]::new));
        all &= code == 2;
      }
      System.exit(all ? 2 : 1);
    }
  }

  /** Runs a shell script in which {@code "$@"} is polystill with some arguments. */
  private Result run(List<String> shell, String script, List<String> arguments) throws Exception {
    return run(shell, script, Polystill.class, arguments);
  }

  private Result run(List<String> shell, String script, Class<?> mainClass, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(
        JavaProcess.command(
            List.of("-XX:-UsePerfData"), mainClass, arguments.toArray(String[]::new)));
    Path err = directory.resolve("stderr");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), out, Files.readString(err));
  }

  private Result run(String script, List<String> arguments) throws Exception {
    return run(List.of(), script, arguments);
  }

  private List<String> generateTo(Path file) {
    List<String> arguments = new ArrayList<>(GENERATE);
    arguments.add(file.toString());
    return arguments;
  }

  private static Path tinyRun() throws IOException {
    if (tinyRun != null) {
      return tinyRun;
    }
    Path file =
        Files.writeString(
            shared.resolve("tiny.yaml"),
            """
            name: tiny
            corpus: {generate: {corpus: health, documents: 30, seed: 1}}
            segmentation: {segmenter: characters}
            vectors: {dimensions: 64}
            encoding: {maxLength: 20}
            architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
            trainings: [standalone]
            optimisation: {epochs: 1}
            folds: {count: 3, run: [0]}
            """);
    Path run = shared.resolve("run");
    assertThat(Outcome.of("run", file, "--out", run).exitCode()).isZero();
    tinyRun = run;
    return run;
  }

  private static List<String> export(Path run, Path to) {
    return List.of(
        "export",
        run.toString(),
        "--architecture",
        "textcnn",
        "--training",
        "standalone",
        "--to",
        to.toString());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileThatMayNotGrowLeavesNothing() throws Exception {
    Path out = Files.createDirectory(directory.resolve("out"));
    Result result = run("ulimit -f 40 && exec \"$@\"", generateTo(out.resolve("corpus.jsonl")));
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.onlyLine()).contains("corpus.jsonl", "ulimit -f");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void wordVectorsThatDoNotFitLeaveTheEarlierFile() throws Exception {
    StringBuilder words = new StringBuilder();
    for (int word = 0; word < 200; word++) {
      words.append('w').append(word).append(' ');
    }
    Path text = Files.writeString(directory.resolve("t.txt"), words.append('\n'));
    Path out = Files.writeString(directory.resolve("vectors.bin"), "before");
    List<String> train = new ArrayList<>(List.of("vectors", "train", text.toString()));
    train.addAll(List.of("--out", out.toString(), "--force", "--segmenter", "whitespace"));
    train.addAll(List.of("--min-count", "1", "--epochs", "1", "--checkpoint-minutes", "0"));
    Result result = run("ulimit -f 40 && exec \"$@\"", train);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> line.startsWith("polystill: ")))
        .singleElement()
        .asString()
        .contains("vectors.bin", "ulimit -f");
    assertThat(result.err()).doesNotContain("Exception");
    assertThat(out).hasContent("before");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aModelThatTensorFlowCannotWriteLeavesNothing() throws Exception {
    Path to = directory.resolve("model");
    Result result = run("ulimit -f 40 && exec \"$@\"", export(tinyRun(), to));
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).contains("polystill: largest file size reached while writing " + to);
    assertThat(to).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aResultThatStandardOutputDoesNotTakeIsNoSuccess() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: there is no /dev/full here");
    Path corpus = directory.resolve("corpus.jsonl");
    assertThat(
            Outcome.of("corpus", "generate", "health", "--documents", 100, "--out", corpus)
                .exitCode())
        .isZero();
    List<String> stats = List.of("corpus", "stats", corpus.toString());

    Result lost = run("exec \"$@\" >/dev/full", stats);
    assertThat(lost.exitCode()).isEqualTo(2);
    assertThat(lost.onlyLine()).startsWith("polystill: disk full while writing standard output");

    // A reader that has seen enough is no error.
    Result cut = run("\"$@\" | head -n 1", stats);
    assertThat(cut.err()).isEmpty();
    assertThat(cut.out()).hasLineCount(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullFileSystemLeavesNothing() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> namespace = List.of("unshare", "--user", "--map-root-user", "--mount");
    String mount = "mount -t tmpfs -o size=32k none '" + disk + "' || exit 99; ";
    assumeTrue(mayMount(namespace, disk), "skipped: this user may not mount a small file system");
    String script = mount + "\"$@\"; code=$?; ls -A '" + disk + "'; exit $code";

    Result corpus = run(namespace, script, generateTo(disk.resolve("corpus.jsonl")));
    assertThat(corpus.exitCode()).as(corpus.toString()).isEqualTo(2);
    assertThat(corpus.onlyLine())
        .startsWith("polystill: disk full while writing " + disk.resolve("corpus.jsonl"));
    assertThat(corpus.out()).as("what is left").isEmpty();

    Result model = run(namespace, script, export(tinyRun(), disk.resolve("model")));
    assertThat(model.exitCode()).as(model.toString()).isEqualTo(2);
    assertThat(model.err()).contains("polystill: disk full while writing " + disk);
    assertThat(model.out()).as("what is left").isEmpty();
  }

  /** Not even root may write there, as which tests run in containers. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aReadOnlyTargetIsNamedAndLeftAsItIs() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> namespace = List.of("unshare", "--user", "--map-root-user", "--mount");
    assumeTrue(mayMount(namespace, disk), "skipped: this user may not mount a file system");
    Path run = tinyRun();
    String before =
        "mount -t tmpfs none '"
            + disk
            + "' && mkdir '"
            + disk
            + "/old' '"
            + disk
            + "/listed' '"
            + disk
            + "/listed/1' && touch '"
            + disk
            + "/listed/1/saved_model.pb' && ";
    String after =
        " || exit 99; \"$@\"; code=$?; ls -A '" + disk + "' '" + disk + "/old'; exit $code";
    String readOnly = "mount -o remount,ro '" + disk + "'";
    String left = disk + ":\nlisted\nold\n\n" + disk + "/old:\n";
    List<String> targets = new ArrayList<>(List.of(run.toString()));
    for (String model : List.of("new", "old", "listed", "a/b")) {
      targets.add(disk.resolve(model).toString());
    }
    Result result = run(namespace, before + readOnly + after, Exports.class, targets);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.errors())
        .as(result.toString())
        .hasSize(4)
        .allSatisfy(
            error ->
                assertThat(error)
                    .startsWith("polystill: " + disk)
                    .contains("cannot be written to"));
    assertThat(result.out()).isEqualTo(left);

    // The model's directory alone can be written, but models.config belongs beside it.
    String writable = "mount -t tmpfs none '" + disk + "/old' && " + readOnly;
    Result beside = run(namespace, before + writable + after, export(run, disk.resolve("old")));
    assertThat(beside.exitCode()).as(beside.toString()).isEqualTo(2);
    assertThat(beside.onlyError()).startsWith("polystill: " + disk + " cannot be written to");
    assertThat(beside.out()).isEqualTo(left);
  }

  private static boolean mayMount(List<String> namespace, Path disk) throws Exception {
    List<String> command = new ArrayList<>(namespace);
    command.addAll(List.of("mount", "-t", "tmpfs", "-o", "size=32k", "none", disk.toString()));
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingElseIsLeftBesideWhatWasWrittenBefore() throws Exception {
    Path corpus = directory.resolve("out").resolve("corpus.jsonl");
    Files.createDirectories(corpus.getParent());
    Files.writeString(corpus, "before");
    List<String> arguments = new ArrayList<>(generateTo(corpus));
    arguments.add("--force");
    assertThat(run("ulimit -f 40 && exec \"$@\"", arguments).exitCode()).isEqualTo(2);
    assertThat(corpus).hasContent("before");
    try (Stream<Path> files = Files.list(corpus.getParent())) {
      assertThat(files).containsExactly(corpus);
    }
  }
}
