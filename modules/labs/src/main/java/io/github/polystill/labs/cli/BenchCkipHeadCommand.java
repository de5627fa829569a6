package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.labs.segmentation.HeadTraining;
import io.github.polystill.labs.segmentation.HeadTraining.Result;
import io.github.polystill.report.table.TextTable;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench ckip-head}. */
@Command(
    name = "ckip-head",
    description = {
      "Train a segmenter of CKIP's form: layers of an encoder that stay as they are, and a head that cuts as HanLP does.",
      "A real one to try --segmenter ckip with where CKIP's weights cannot be had. Prints how far its"
          + " words agree with HanLP's (F1) on a fifth of the texts, which are held out."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench ckip-head --encoder bge --text a.txt.xz --text b.txt.xz --out bge-ws \\",
      "      --states /embeddings/LayerNorm/Add_1_output_0,/encoder/layer.0/output/LayerNorm/Add_1_output_0"
    })
final class BenchCkipHeadCommand extends AbstractCommand {
  /** Texts, a multiple of those in a batch. */
  private static final int TOLD = 3200;

  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "DIR",
      description = "model.onnx with the output last_hidden_state, and its tokenizer.json.")
  Path encoder;

  @Option(
      names = "--states",
      split = ",",
      paramLabel = "NAME",
      description =
          "Values in its graph that the head reads, for each token one of its width"
              + " (default: ${DEFAULT-VALUE}).")
  List<String> states = List.of("last_hidden_state");

  @Option(
      names = "--text",
      required = true,
      paramLabel = "FILE",
      description = "Texts in Traditional Chinese, one per line, plain or compressed; repeatable.")
  List<Path> texts = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write, as --segmenter ckip takes it.")
  Path out;

  @Option(
      names = "--characters",
      paramLabel = "N",
      description =
          "Of lines at random, a fifth of them to be held out (default: ${DEFAULT-VALUE}).")
  int characters = 2_000_000;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the others (default: ${DEFAULT-VALUE}).")
  int epochs = 3;

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--characters", characters);
    requireAtLeast(1, "--epochs", epochs);
    List<String> lines = new ArrayList<>();
    for (Path text : texts) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(CompressedFile.open(text), StandardCharsets.UTF_8))) {
        reader.lines().forEach(lines::add);
      }
    }
    Result result =
        HeadTraining.run(
            encoder,
            states,
            lines,
            characters,
            epochs,
            out,
            cores(),
            (epoch, learnt) -> {
              if (learnt % TOLD == 0) {
                log("epoch " + epoch + " of " + epochs + ": " + learnt + " texts learnt");
              }
            });
    options.print(
        out(),
        List.of(result),
        new TextTable(TextTable.left("segmenter"), TextTable.right(out.toString()))
            .row("texts learnt", Integer.toString(result.texts()))
            .row("characters of them", Integer.toString(result.characters()))
            .row("texts held out", Integer.toString(result.heldOut()))
            .row("F1 against HanLP", String.format(Locale.ROOT, "%.4f", result.agreement())));
    return 0;
  }
}
