package io.github.polystill.experiments.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestMethod;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.TinyExperiment;
import io.github.polystill.report.figures.ShareCurvesFigure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, so small that only their folds and files matter. */
class RunComparisonTests {
  private static final List<String> CHANGES =
      List.of(
          "architectures.textcnn.widths=1",
          "trainings=[standalone]",
          "optimisation.patience=9",
          "folds.run=all");

  @TempDir private static Path directory;

  private static Path first;
  private static Path longer;

  @BeforeAll
  static void runTwo() throws Exception {
    first = run("first");
    longer = run("longer", "optimisation.epochs=12", "optimisation.learningRate=0.02");
  }

  private static Path run(String name, String... overrides) throws Exception {
    Experiment experiment = TinyExperiment.read(directory, CHANGES, overrides);
    Path root = directory.resolve(name);
    RunOptions options = new RunOptions(root, 2, false, Optional.empty());
    new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken()).run();
    return root;
  }

  @Test
  void testsTheGainOverTheFirstRun() throws IOException {
    RunComparison comparison = RunComparison.of(List.of(first, longer));

    assertThat(comparison.figures())
        .extracting(it -> it.architecture() + " " + it.run())
        .containsExactly(
            "textcnn " + first, "textcnn " + longer, "linear " + first, "constant " + first);
    double gain = meanMicroF1(longer) - meanMicroF1(first);
    assertThat(gain).isNotZero();
    assertThat(comparison.figures().get(1).gain().get("microF1")).isCloseTo(gain, within(1e-12));
    assertThat(comparison.figures().get(0).gain()).isEmpty();
    assertThat(comparison.significance()).hasSize(2 * 17).allMatch(it -> it.folds() == 3);
    SignificanceResult paired = comparison.significance().get(0);
    assertThat(paired.first()).isEqualTo(longer + " standalone");
    assertThat(paired.difference()).isCloseTo(gain, within(1e-12));
    assertThat(comparison.significance().stream().map(SignificanceResult::test))
        .contains(TestMethod.values());
    assertThat(ComparisonTable.of(comparison).get(0).toTerminal())
        .contains("textcnn       standalone  " + first, "gain", "± ");
    // The other way round every gain is a loss and every p the same.
    SignificanceResult reversed = RunComparison.of(List.of(longer, first)).significance().get(0);
    assertThat(reversed.difference()).isCloseTo(-gain, within(1e-12));
    assertThat(reversed.p()).isEqualTo(paired.p());
  }

  private static double meanMicroF1(Path run) throws IOException {
    return MetricsJson.read(run.resolve("metrics.json")).stream()
        .filter(it -> it.training() == TrainingRow.STANDALONE)
        .map(FoldEvaluation::evaluation)
        .mapToDouble(it -> it.microF1())
        .average()
        .orElseThrow();
  }

  @Test
  void refusesOtherFoldsCorporaAndLabelsAndSaysHow() throws Exception {
    assertRefused("seed=2", "have different folds: fold 0, test part, document 1 is \"");
    assertRefused(
        "folds.validation=0.4", "have different folds: fold 0, validation part, document");
    assertRefused("folds.count=2", "have different folds: 3 folds and 2 folds; ");
    assertRefused("corpus.generate.documents=61", "have different corpora: SHA-256 ");
    assertRefused("corpus.minLabelCount=20", "have different labels: label ");
  }

  private static void assertRefused(String setting, String message) throws Exception {
    Path other = run(setting.replace('=', '-'), setting, "baselines=[]");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunComparison.of(List.of(first, other)))
        .withMessageStartingWith(first + " and " + other + " " + message)
        .withMessageEndingWith("; compare runs on the same corpus, labels and folds")
        .withMessageNotContaining("\n");
  }

  @Test
  void saysWhatCannotBeTested() throws Exception {
    Path other = run("other", "architectures=[textrnn: {hidden: 2}]");
    RunComparison comparison = RunComparison.of(List.of(first, other));
    assertThat(comparison.significance()).isEmpty();
    assertThat(comparison.figures()).hasSize(4);
    assertThat(comparison.notes())
        .containsExactly(
            first
                + " and "
                + other
                + " have no architecture and training type in common (textcnn standalone; textrnn"
                + " standalone), so there is nothing to test.");

    Path one = run("one", "folds.run=[1]", "optimisation.epochs=3");
    RunComparison single = RunComparison.of(List.of(first, one));
    assertThat(single.figures()).allMatch(it -> it.folds().equals(List.of("fold 1")));
    assertThat(single.significance())
        .filteredOn(it -> !it.test().overDocuments())
        .hasSize(2 * 12)
        .allMatch(it -> it.p() == null && it.reason().contains("share 1 fold"));
  }

  @Test
  void macroF1ByLabelledShareIsAFigure() throws Exception {
    Path half = run("half", "corpus.labelledShare=0.5");
    RunComparison comparison = RunComparison.of(List.of(first, half));
    assertThat(comparison.shares())
        .extracting(it -> it.architecture() + " " + it.share())
        .containsExactly("textcnn 1.0", "textcnn 0.5", "linear 1.0", "linear 0.5");
    RunComparison.Figures figures = comparison.figures().get(1);
    double tuned =
        RunDirectory.existing(half).thresholds().stream()
            .filter(it -> it.key().training() == TrainingRow.STANDALONE)
            .mapToDouble(it -> it.row(ThresholdChoice.PER_LABEL, Metric.MACRO_F1).test().macroF1())
            .average()
            .orElseThrow();
    assertThat(comparison.shares().get(1).tuned()).isCloseTo(tuned, within(1e-12));
    assertThat(figures.tuned().get("macroF1").mean()).isCloseTo(tuned, within(1e-12));
    assertThat(figures.tunedGain().get("macroF1"))
        .isCloseTo(tuned - comparison.shares().get(0).tuned(), within(1e-12));
    assertThat(ShareCurvesFigure.of(comparison.shares(), 800).orElseThrow().inlineSvg())
        .contains("textcnn, tuned thresholds", "labelled share", ">0.5<")
        .doesNotContain("NaN");
    assertThat(ShareCurvesFigure.of(comparison.shares().subList(0, 1), 800)).isEmpty();
  }

  @Test
  void pairsTheFirstSeedOfARunOfSeveral() throws Exception {
    Path repeated = run("repeated", "seeds=2", "optimisation.epochs=3");
    RunComparison comparison = RunComparison.of(List.of(first, repeated));
    assertThat(comparison.figures().get(1).folds())
        .containsExactly("fold 0 of seed 1", "fold 1 of seed 1", "fold 2 of seed 1");
    assertThat(comparison.significance()).allMatch(it -> it.folds() == 3);
  }

  @Test
  void refusesWhatIsNoFinishedRun() throws IOException {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunComparison.of(List.of(first, directory.resolve("first/../first"))))
        .withMessageContaining("is given twice");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RunComparison.of(List.of(first, directory)))
        .withMessageContaining("is no run directory");
  }
}
