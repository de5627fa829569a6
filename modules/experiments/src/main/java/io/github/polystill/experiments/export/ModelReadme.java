package io.github.polystill.experiments.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.run.RunFold;
import io.github.polystill.models.savedmodel.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The model card for people, {@code README.md} of a version: what the model was trained on, what it
 * is for, its figures, and how it is called. {@link ModelCard} is what programs read. The page is
 * the resource {@value #TEMPLATE} with values in place of its {@code #{names}}.
 *
 * @param name of the model in TF Serving
 * @param version its number
 * @param date of the export
 * @param card what programs read
 * @param corpus name of the corpus, without a directory
 * @param notice what must be said with every figure of that corpus
 * @param split ids of the documents that the model was trained on and tested with
 * @param seed of the experiment
 * @param commit of polystill at the time of the run
 * @param tested which weights the figures are of
 * @param shipped figures on the test part by the model's own thresholds
 * @param fixed the same by the fixed ones
 * @param wordless test documents of which the model knows no word; they have no labels in these two
 * @param others what the run measured on the same test part of other models, by fixed thresholds
 * @param vocabulary the model's, for words to ask with
 * @param readsText whether the model has the signature for raw text
 */
record ModelReadme(
    String name,
    String version,
    LocalDate date,
    ModelCard card,
    String corpus,
    Optional<String> notice,
    RunFold split,
    long seed,
    String commit,
    String tested,
    MultiLabelEvaluation shipped,
    MultiLabelEvaluation fixed,
    int wordless,
    List<FoldEvaluation> others,
    Vocabulary vocabulary,
    boolean readsText) {

  /** The name of the file in a version's directory. */
  static final String FILE = "README.md";

  private static final String TEMPLATE = "readme-template.md";
  private static final Pattern PLACE = Pattern.compile("#\\{(\\w+)}");
  private static final int EXAMPLE_WORDS = 3;

  /** The page as Markdown. */
  String markdown() {
    Map<String, String> values = new HashMap<>();
    card.provenance().forEach((key, value) -> values.put(key, String.valueOf(value)));
    putModel(values);
    putFigures(values);
    putCalls(values);
    return PLACE
        .matcher(template())
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }

  private static String template() {
    try (InputStream in = ModelReadme.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void putModel(Map<String, String> values) {
    values.put("name", name);
    values.put("version", version);
    values.put("date", date.toString());
    values.put("training", training());
    values.put("notice", notice.map(it -> "\n**" + it + "**\n").orElse(""));
    values.put("corpus", cell(corpus));
    values.put("trainingDocuments", trainingDocuments());
    values.put("validationDocuments", whole(split.validation().size()));
    values.put("testDocuments", whole(split.test().size()));
    values.put("labelCount", whole(card.labels().size()));
    values.put("labels", cell(String.join(", ", card.labels())));
    values.put("segmenter", card.segmenter());
    values.put("words", whole(vocabulary.size() - Vocabulary.RESERVED));
    values.put("length", whole(card.length()));
    values.put("architecture", card.architecture());
    values.put("settings", cell(String.valueOf(card.settings())));
    values.put("fold", Integer.toString(card.fold()));
    values.put("seed", Long.toString(seed));
    values.put("experiment", cell(String.valueOf(card.provenance().get("experiment"))));
    values.put("commit", commit);
  }

  private String trainingDocuments() {
    String labelled = whole(split.train().size());
    if (split.unlabelled().isEmpty()) {
      return labelled;
    }
    return card.training() == TrainingRow.DISTILLED
        ? labelled + " with labels and " + whole(split.unlabelled().size()) + " without"
        : labelled + " with labels";
  }

  private String training() {
    String network = "`" + card.architecture() + "`";
    if (card.training() == TrainingRow.TEACHER) {
      int experts = card.provenance().get("trials") instanceof List<?> trials ? trials.size() : 0;
      return experts > card.labels().size()
          ? "a teacher, the mean of "
              + experts
              + " experts ("
              + network
              + "), each trained on one label alone"
          : "a teacher, one " + network + " per label, each trained on that label alone";
    }
    return card.training() == TrainingRow.DISTILLED
        ? "one " + network + ", trained on the responses of a teacher with an expert per label"
        : "one "
            + network
            + ", trained on the documents' own labels ("
            + card.training().key()
            + ")";
  }

  private void putFigures(Map<String, String> values) {
    ThresholdChoice choice =
        card.provenance().get(ModelCard.THRESHOLDS) instanceof ThresholdChoice given
            ? given
            : ThresholdChoice.FIXED;
    StringBuilder rows = new StringBuilder(row("**this model, as it is**", shipped));
    if (choice != ThresholdChoice.FIXED) {
      rows.append(row("this model, fixed threshold", fixed));
    }
    for (FoldEvaluation other : others) {
      rows.append(row(other.architecture() + ", " + other.training().key(), other.evaluation()));
    }
    values.put("figures", rows.toString());
    values.put(
        "labelFigures",
        shipped.perLabel().stream().map(ModelReadme::row).collect(Collectors.joining()));
    values.put("tested", tested);
    values.put(
        "thresholds",
        switch (choice) {
          case FIXED -> "the fixed one of the experiment.";
          case GLOBAL ->
              "one for all labels, of the highest micro-F1 on the validation part; other models at the fixed one.";
          case PER_LABEL ->
              "its own, of the label's highest F1 on the validation part; other models at the fixed one.";
        });
    values.put(
        "ofWordless",
        wordless == 0
            ? ""
            : " "
                + whole(wordless)
                + " of the documents have no known word; the run's own figures, those of other models among them, count"
                + " their probabilities all the same.");
  }

  private static String row(String model, MultiLabelEvaluation figures) {
    return format(
        "| %s | %.2f | %.2f | %.2f | %.2f |\n",
        model,
        100 * figures.microF1(),
        100 * figures.macroF1(),
        100 * figures.weightedF1(),
        100 * figures.subsetAccuracy());
  }

  private static String row(LabelEvaluation label) {
    return format(
        "| %s | %,d | %.4f | %.2f | %.2f | %.2f |\n",
        cell(label.label()),
        label.support(),
        label.threshold(),
        100 * label.precision(),
        100 * label.recall(),
        100 * label.f1());
  }

  private void putCalls(Map<String, String> values) {
    List<String> words = exampleWords();
    String text = String.join(card.segmenter().equals("characters") ? "" : " ", words);
    String url =
        "http://localhost:8501/v1/models/"
            + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    values.put("directory", string(name + "/" + version));
    values.put("tokens", words.stream().map(ModelReadme::string).collect(Collectors.joining(", ")));
    values.put("shellName", shell(name));
    values.put("shellText", shell(text));
    values.put("url", url);
    values.put(
        "rawText",
        readsText
            ? format(
                """

                Raw text, which this model cuts into characters itself:

                ```sh
                curl -s -H 'Content-Type: application/json' \\
                  -d '{"signature_name": "characters", "instances": [%s]}' \\
                  %s:predict
                ```
                """,
                string(text), url)
            : "");
  }

  /** Words that the model knows: the first listed ones of nothing but letters. */
  private List<String> exampleWords() {
    List<String> known =
        vocabulary.words().stream()
            .skip(Vocabulary.RESERVED)
            .filter(word -> word.codePoints().allMatch(Character::isLetter))
            .limit(EXAMPLE_WORDS)
            .toList();
    return known.isEmpty() ? List.of("word") : known;
  }

  /** A string as JSON, Java and Python spell it. */
  private static String string(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String shell(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String whole(int number) {
    return format("%,d", number);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
