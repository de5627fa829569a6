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

  @Option(names = "--json", description = "Print a JSON object per text, on a line.")
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

  @Override
  public Integer call() throws IOException {
    List<String> texts = texts();
    try (TextClassifier classifier = TextClassifier.load(model)) {
      for (int begin = 0; begin < texts.size(); begin += BATCH) {
        List<String> batch = texts.subList(begin, Math.min(begin + BATCH, texts.size()));
        List<List<LabelPrediction>> predictions = classifier.predict(batch);
        for (int i = 0; i < batch.size(); i++) {
          List<LabelPrediction> labels = predictions.get(i);
          out().println(json ? asJson(labels) : asTable(batch.get(i), labels));
        }
        out().flush();
      }
    }
    return 0;
  }

  private List<String> texts() throws IOException {
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
      return source.texts;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(source.file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(source.file + ": is not UTF-8 text; save it as UTF-8", e);
    }
    List<String> texts = lines.stream().filter(line -> !line.isBlank()).toList();
    if (texts.isEmpty()) {
      throw new InvalidInputException(source.file + ": has no text; write one per line");
    }
    return texts;
  }

  private static String asJson(List<LabelPrediction> labels) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    labels.forEach(label -> probabilities.put(label.label(), label.probability()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "labels",
        labels.stream().filter(LabelPrediction::predicted).map(LabelPrediction::label).toList());
    result.put("probabilities", probabilities);
    return JsonOutput.line(result);
  }

  private static String asTable(String text, List<LabelPrediction> labels) {
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
    return text + System.lineSeparator() + table;
  }
}
