package io.github.polystill.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.run.RunFold;
import io.github.polystill.models.savedmodel.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelReadmeTests {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/github/polystill/experiments/export/model-readme.md");

  private static ModelReadme readme(
      String name, ThresholdChoice choice, String segmenter, boolean readsText) {
    return readme(name, choice, segmenter, readsText, 0);
  }

  private static ModelReadme readme(
      String name, ThresholdChoice choice, String segmenter, boolean readsText, int wordless) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("experiment", "golden");
    provenance.put("configurationSha256", "c0ffee");
    provenance.put("polystill", "1.2.3");
    provenance.put("tensorflow", "2.18.0");
    provenance.put(ModelCard.THRESHOLDS, choice);
    provenance.put("tunedFor", Metric.MACRO_F1);
    List<Double> thresholds = List.of(0.25, 0.61234);
    MultiLabelEvaluation fixed = evaluation(0.7, 0.5, 0.5);
    return new ModelReadme(
        name,
        "3",
        LocalDate.of(2026, 1, 2),
        new ModelCard(
            ModelCard.FORMAT,
            "han",
            Map.of("wordHidden", 50),
            TrainingRow.DISTILLED,
            0,
            List.of("藥物", "a|b"),
            thresholds,
            segmenter,
            ModelCard.Layout.of(new TokenLayout.Words(300)),
            300,
            1,
            provenance),
        "corpus.jsonl",
        Optional.of("Synthetic corpus: made up."),
        new RunFold(0, List.of("1", "2", "3"), List.of("4"), List.of("5", "6")),
        7,
        "abc123",
        "this model",
        evaluation(0.8, 0.25, 0.61234),
        fixed,
        wordless,
        List.of(
            new FoldEvaluation(
                ModelKey.of(0, "han", TrainingRow.TEACHER), evaluation(0.9, 0.5, 0.5)),
            new FoldEvaluation(ModelKey.of(0, "han", TrainingRow.STANDALONE), fixed)),
        Vocabulary.ofWords(List.of("<pad>", "<unk>", "，", "頭痛", "'", "發燒", "咳嗽", "三天")),
        readsText);
  }

  private static MultiLabelEvaluation evaluation(double f1, double... thresholds) {
    return new MultiLabelEvaluation(
        f1,
        f1 - 0.1,
        f1 - 0.05,
        0.5,
        0.1,
        List.of(
            new LabelEvaluation("藥物", 1234, 0.5, 1, 2 / 3.0, thresholds[0]),
            new LabelEvaluation("a|b", 0, 0, 0, 0, thresholds[1])));
  }

  /** Run with -Dpolystill.update=true to write the file anew. */
  @Test
  void isAsItWas() throws IOException {
    String page = readme("cmdd", ThresholdChoice.PER_LABEL, "hanlp-traditional", false).markdown();
    if (Boolean.getBoolean("polystill.update")) {
      Files.writeString(GOLDEN, page);
    }
    assertThat(GOLDEN).content().isEqualTo(page);
  }

  @Test
  void onlyModelsOfCharactersAreSaidToReadText() {
    assertThat(readme("m", ThresholdChoice.FIXED, "hanlp", false).markdown())
        .doesNotContain("\"characters\"", "fixed threshold |");
    assertThat(readme("m", ThresholdChoice.GLOBAL, "characters", true).markdown())
        .contains("\"signature_name\": \"characters\", \"instances\": [\"頭痛發燒咳嗽\"]");
  }

  @Test
  void textsWithoutKnownWordsAreSaidToBeInTheFigures() {
    String all = "of the documents have no known word";
    assertThat(readme("m", ThresholdChoice.FIXED, "characters", true).markdown())
        .contains("exceeds its threshold, but none for a text without known words: the fixed")
        .doesNotContain(all);
    assertThat(readme("m", ThresholdChoice.FIXED, "characters", true, 1234).markdown())
        .contains(" 1,234 " + all);
  }

  @Test
  void aNameOfAnyKindIsQuoted() {
    assertThat(readme("my \"own\" 模型's", ThresholdChoice.FIXED, "hanlp", false).markdown())
        .contains(
            "polystill serve 'my \"own\" 模型'\\''s'\n",
            "/v1/models/my%20%22own%22%20%E6%A8%A1%E5%9E%8B%27s:predict",
            "SavedModelBundle.load(\"my \\\"own\\\" 模型's/3\", \"serve\")");
  }
}
