package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.table.TextTable;
import io.github.polystill.experiments.export.LabelPrediction;
import io.github.polystill.experiments.export.TextClassifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polystill predict}: labels for texts. */
@Command(
    name = "predict",
    description = "Print every label's probability for texts, and which labels are predicted.",
    footer = {
      "",
      "Examples:",
      "  polystill predict savedmodels/quickstart-textcnn-distilled --text '醫師建議規律量測血壓。'",
      "  polystill predict savedmodels/quickstart-textcnn-distilled --file texts.txt --json"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 64;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An exported model, or one of its versions.")
  private Path model;

  @Option(names = "--text", description = "A text; may be given several times.")
  private List<String> texts = List.of();

  @Option(names = "--file", description = "A file with a text on every line.")
  private Path file;

  @Option(names = "--json", description = "Print a JSON object per text.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (texts.isEmpty() == (file == null)) {
      throw new CommandLine.ParameterException(spec.commandLine(), "give either --text or --file");
    }
    try (TextClassifier classifier = TextClassifier.load(model)) {
      if (file == null) {
        print(classifier, texts);
      } else {
        printFile(classifier);
      }
    }
    return 0;
  }

  private void printFile(TextClassifier classifier) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> batch = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        batch.add(line);
        if (batch.size() == BATCH) {
          print(classifier, batch);
          batch.clear();
        }
      }
      if (!batch.isEmpty()) {
        print(classifier, batch);
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": not UTF-8; convert the file to UTF-8", e);
    }
  }

  private void print(TextClassifier classifier, List<String> batch) {
    List<List<LabelPrediction>> predictions = classifier.predict(batch);
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < batch.size(); i++) {
      out.println(json ? json(predictions.get(i)) : table(batch.get(i), predictions.get(i)));
    }
    out.flush();
  }

  private static String json(List<LabelPrediction> predictions) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    predictions.forEach(it -> probabilities.put(it.label(), it.probability()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("labels", predicted(predictions));
    result.put("probabilities", probabilities);
    return JsonOutput.line(result);
  }

  private static List<String> predicted(List<LabelPrediction> predictions) {
    return predictions.stream()
        .filter(LabelPrediction::predicted)
        .map(LabelPrediction::label)
        .collect(Collectors.toList());
  }

  private static String table(String text, List<LabelPrediction> predictions) {
    TextTable table =
        new TextTable(
            TextTable.left("label"), TextTable.right("probability"), TextTable.left("predicted"));
    for (LabelPrediction each : predictions) {
      table.row(
          each.label(),
          String.format(Locale.ROOT, "%.4f", each.probability()),
          each.predicted() ? "yes" : "");
    }
    return text + System.lineSeparator() + table;
  }
}
