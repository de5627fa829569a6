package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.table.TextTable;
import io.github.polystill.experiments.export.LabelPrediction;
import io.github.polystill.experiments.export.TextClassifier;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill predict}. */
@Command(
    name = "predict",
    description = "Predict the labels of texts with an exported model.",
    footer = {
      "",
      "Examples:",
      "  polystill predict savedmodels/cmdd --text 咳嗽三天，有點發燒",
      "  polystill predict savedmodels/cmdd/1 --file texts.txt --json"
    })
final class PredictCommand extends AbstractCommand {
  /** Texts per call of the network: enough to keep it busy, few enough for little memory. */
  private static final int BATCH = 64;

  @Parameters(
      paramLabel = "MODEL",
      description = "Directory of an exported model, or of one of its versions.")
  Path model;

  @ArgGroup(multiplicity = "1")
  Source source;

  @Option(
      names = "--json",
      description =
          "Print a JSON object per text, on a line of its own; with the line of the text in --file.")
  boolean json;

  /** Where the texts come from: one of two. */
  static final class Source {
    @Option(names = "--text", paramLabel = "TEXT", description = "A text; repeatable.")
    List<String> texts;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "UTF-8 file with one text per line; blank lines are skipped.")
    Path file;
  }

  /**
   * A text to classify.
   *
   * @param line where it stands in the file, 0 where it is no line of one
   */
  private record Text(String text, int line) {}

  @Override
  public Integer call() throws IOException {
    List<Text> texts = texts();
    try (TextClassifier classifier = TextClassifier.load(model)) {
      for (int begin = 0; begin < texts.size(); begin += BATCH) {
        List<Text> batch = texts.subList(begin, Math.min(begin + BATCH, texts.size()));
        List<List<LabelPrediction>> predictions =
            classifier.predict(batch.stream().map(Text::text).toList());
        for (int i = 0; i < batch.size(); i++) {
          List<LabelPrediction> labels = predictions.get(i);
          out().println(json ? asJson(batch.get(i), labels) : asTable(batch.get(i), labels));
        }
        out().flush();
      }
    }
    return 0;
  }

  private List<Text> texts() throws IOException {
    if (source.texts != null) {
      for (String text : source.texts) {
        if (text.isBlank()) {
          throw new InvalidInputException("--text is blank; give the text to classify");
        }
        if (text.indexOf('\uFFFD') >= 0) {
          throw new InvalidInputException(
              "--text did not arrive as Unicode; set LC_ALL=C.UTF-8 or use --file");
        }
      }
      return source.texts.stream().map(text -> new Text(text, 0)).toList();
    }
    if (Files.isDirectory(source.file)) {
      throw new InvalidInputException(
          source.file + ": is a directory; give a file with one text per line");
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(source.file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(source.file + ": is not UTF-8 text; save it as UTF-8", e);
    }
    List<Text> texts =
        IntStream.range(0, lines.size())
            .mapToObj(i -> new Text(lines.get(i), i + 1))
            .filter(text -> !text.text().isBlank())
            .toList();
    if (texts.isEmpty()) {
      throw new InvalidInputException(source.file + ": has no text; write one per line");
    }
    return texts;
  }

  private static String asJson(Text text, List<LabelPrediction> labels) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    labels.forEach(label -> probabilities.put(label.label(), label.probability()));
    Map<String, Object> result = new LinkedHashMap<>();
    if (text.line() > 0) {
      result.put("line", text.line());
    }
    result.put(
        "labels",
        labels.stream().filter(LabelPrediction::predicted).map(LabelPrediction::label).toList());
    result.put("probabilities", probabilities);
    return JsonOutput.line(result);
  }

  private static String asTable(Text text, List<LabelPrediction> labels) {
    TextTable table =
        new TextTable(
            TextTable.left("label"), TextTable.right("probability"), TextTable.left("predicted"));
    labels.stream()
        .sorted(Comparator.comparingDouble(LabelPrediction::probability).reversed())
        .forEach(
            label ->
                table.row(
                    label.label(),
                    String.format(Locale.ROOT, "%.4f", label.probability()),
                    label.predicted() ? "yes" : ""));
    return text.text() + System.lineSeparator() + table;
  }
}
