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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The model card for people, {@code README.md} of a version: what the model was trained on, what it
 * is for, its figures, and how it is called. {@link ModelCard} is what programs read.
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

  private static final int EXAMPLE_WORDS = 3;

  /** The page as Markdown. */
  String markdown() {
    return heading() + origin() + use() + figures() + calls();
  }

  private String heading() {
    return format(
            """
        # %s

        A text classifier with %,d labels: %s. Version %s, exported on %s by polystill %s.
        """,
            name, labels(), training(), version, date, provenance("polystill"))
        + notice.map(it -> "\n**" + it + "**\n").orElse("");
  }

  private int labels() {
    return card.labels().size();
  }

  private String training() {
    String network = "`" + card.architecture() + "`";
    if (card.training() == TrainingRow.TEACHER) {
      return "a teacher, one " + network + " per label, each trained on that label alone";
    }
    return card.training() == TrainingRow.DISTILLED
        ? "one " + network + ", trained on the responses of a teacher with an expert per label"
        : "one "
            + network
            + ", trained on the documents' own labels ("
            + card.training().key()
            + ")";
  }

  private String provenance(String key) {
    return String.valueOf(card.provenance().get(key));
  }

  private String origin() {
    return format(
        """

        ## What it was trained on

        | | |
        |---|---|
        | corpus | %s |
        | documents | %,d for training, %,d to stop and to tune by (validation), %,d for the test |
        | labels | %s |
        | words | cut by the segmenter `%s`; %,d in the vocabulary; the first %,d of a text are read |
        | network | `%s` %s |
        | fold, seed | %d, %d |
        | experiment | `%s`, configuration SHA-256 `%s` |
        | software | polystill %s, commit %s; TensorFlow %s |
        """,
        cell(corpus),
        split.train().size(),
        split.validation().size(),
        split.test().size(),
        cell(String.join(", ", card.labels())),
        card.segmenter(),
        vocabulary.size() - Vocabulary.RESERVED,
        card.length(),
        card.architecture(),
        cell(String.valueOf(card.settings())),
        card.fold(),
        seed,
        cell(provenance("experiment")),
        provenance("configurationSha256"),
        provenance("polystill"),
        commit,
        provenance("tensorflow"));
  }

  private String use() {
    return format(
        """

        ## What it is for

        It says which of its labels a text has: none, one or several. It knows texts like those of its corpus; on texts of
        another kind, language or length the figures below do not hold, so measure first: `polystill evaluate`.

        - Words outside its vocabulary are all the same to it. A text of which it knows few words gets labels all the same; one without
          a known word that has a letter, a digit or a pictograph gets none, and its probabilities mean nothing.
        - Labels with few documents in the tables below have figures that few documents decide.
        - It repeats what the people who labelled the corpus did, their mistakes included. Where a label has consequences for
          somebody, let a person look at it.
        """);
  }

  private String figures() {
    StringBuilder page = new StringBuilder("\n## Figures on the test part\n\n");
    page.append(format("Percent, %,d documents, measured with %s.", split.test().size(), tested));
    page.append(' ').append(thresholds()).append(ofWordless()).append("\n\n");
    page.append("| | micro-F1 | macro-F1 | weighted-F1 | subset accuracy |\n");
    page.append("|---|---:|---:|---:|---:|\n");
    page.append(row("**this model, as it is**", shipped));
    if (choice() != ThresholdChoice.FIXED) {
      page.append(row("this model, fixed threshold", fixed));
    }
    for (FoldEvaluation other : others) {
      page.append(row(other.architecture() + ", " + other.training().key(), other.evaluation()));
    }
    page.append("\n| label | documents | threshold | precision | recall | F1 |\n");
    page.append("|---|---:|---:|---:|---:|---:|\n");
    for (LabelEvaluation label : shipped.perLabel()) {
      page.append(
          format(
              "| %s | %,d | %.4f | %s | %s | %s |\n",
              cell(label.label()),
              label.support(),
              label.threshold(),
              percent(label.precision()),
              percent(label.recall()),
              percent(label.f1())));
    }
    return page.toString();
  }

  private ThresholdChoice choice() {
    return card.provenance().get(ModelCard.THRESHOLDS) instanceof ThresholdChoice choice
        ? choice
        : ThresholdChoice.FIXED;
  }

  private String thresholds() {
    return "A label is predicted where its probability exceeds its threshold, but none for a text without known words: "
        + switch (choice()) {
          case FIXED -> "the fixed one of the experiment.";
          case GLOBAL ->
              "one for all labels, of the highest micro-F1 on the validation part; other models at the fixed one.";
          case PER_LABEL ->
              "its own, of the label's highest F1 on the validation part; other models at the fixed one.";
        };
  }

  private String ofWordless() {
    return wordless == 0
        ? ""
        : format(
            " %,d of the documents have no known word; the run's own figures, those of other models among them, count"
                + " their probabilities all the same.",
            wordless);
  }

  private static String row(String model, MultiLabelEvaluation figures) {
    return format(
        "| %s | %s | %s | %s | %s |\n",
        model,
        percent(figures.microF1()),
        percent(figures.macroF1()),
        percent(figures.weightedF1()),
        percent(figures.subsetAccuracy()));
  }

  private static String percent(double fraction) {
    return format("%.2f", 100 * fraction);
  }

  private String calls() {
    List<String> words = exampleWords();
    String directory = string(name + "/" + version);
    String list = words.stream().map(ModelReadme::string).collect(Collectors.joining(", "));
    String url =
        "http://localhost:8501/v1/models/"
            + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    String text = String.join(card.segmenter().equals("characters") ? "" : " ", words);
    String page =
        format(
            """

            ## How to call it

            All commands are for the directory that this model's directory `%1$s` is in. Words go in as the segmenter `%2$s` cuts them, of
            text in Unicode's form NFKC; `polystill predict` and `polystill serve` take raw text. What comes out: `labels` (those
            predicted, then `""`), and `label_names`, `probabilities` and `thresholds`, all in one order.

            ```sh
            polystill predict %3$s --text %4$s
            polystill serve %3$s
            ```

            TF Serving:

            ```sh
            docker run --rm -p 8501:8501 -v "$PWD"/%3$s:/models/%3$s:ro -e MODEL_NAME=%3$s tensorflow/serving:2.18.0
            ```

            ```sh
            curl -s -H 'Content-Type: application/json' \\
              -d '{"instances": [{"tokens": [%5$s]}]}' \\
              %6$s:predict
            ```
            """,
            name, card.segmenter(), shell(name), shell(text), list, url);
    if (readsText) {
      page +=
          format(
              """

              Raw text, which this model cuts into characters itself:

              ```sh
              curl -s -H 'Content-Type: application/json' \\
                -d '{"signature_name": "characters", "instances": [%s]}' \\
                %s:predict
              ```
              """,
              string(text), url);
    }
    return page
        + format(
            """

            Python:

            ```python
            import tensorflow as tf

            model = tf.saved_model.load(%1$s)
            answer = model.signatures["serving_default"](tokens=tf.constant([[%2$s]]))
            print([label.decode() for label in answer["labels"].numpy()[0] if label])
            ```

            Java with polystill (`io.github.polystill:polystill-models`):

            ```java
            import io.github.polystill.models.savedmodel.LoadedModel;
            import java.nio.file.Path;
            import java.util.List;

            class WithPolystill {
              public static void main(String[] args) throws Exception {
                try (LoadedModel model = LoadedModel.load(Path.of(%1$s))) {
                  System.out.println(model.predict(List.of(List.of(%2$s)), false).get(0).labels());
                }
              }
            }
            ```

            Java with TensorFlow alone (`org.tensorflow:tensorflow-core-platform`):

            ```java
            import java.util.Map;
            import org.tensorflow.Result;
            import org.tensorflow.SavedModelBundle;
            import org.tensorflow.ndarray.StdArrays;
            import org.tensorflow.types.TString;

            class WithTensorFlow {
              public static void main(String[] args) {
                String[][] words = {{%2$s}};
                try (SavedModelBundle model = SavedModelBundle.load(%1$s, "serve");
                    TString tokens = TString.tensorOf(StdArrays.ndCopyOf(words));
                    Result answer = model.function("serving_default").call(Map.of("tokens", tokens))) {
                  TString labels = (TString) answer.get("labels").orElseThrow();
                  for (long i = 0; i < labels.shape().get(1) && !labels.getObject(0, i).isEmpty(); i++) {
                    System.out.println(labels.getObject(0, i));
                  }
                }
              }
            }
            ```
            """,
            directory, list);
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

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
