package io.github.polystill.experiments.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The experiment that is kept to be repeated comes to what it came to before: first its corpus and
 * folds, then every figure, and every bit on a processor of the recorded kind.
 */
final class ReproductionTests {
  private static final Path EXPERIMENTS = Path.of("../../experiments");
  private static final Offset<Double> CLOSE = within(1e-4);

  @TempDir private Path directory;

  @Test
  void theKeptExperimentComesToItsExpectedResults() throws Exception {
    Experiment experiment =
        ExperimentFile.read(EXPERIMENTS.resolve("reproduce.yaml"), List.of()).experiment();
    Results expected = Results.read(EXPERIMENTS.resolve("reproduce.expected.json"));
    List<Comparison.Check> inputs = Inputs.of(experiment, 2, Optional.empty()).compare(expected);
    assertThat(inputs).as("corpus, folds and settings").allMatch(Comparison.Check::same);

    RunOptions options = new RunOptions(directory.resolve("run"), 2, false, Optional.empty());
    new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken()).run();
    Results now = Results.of(new RunDirectory(directory.resolve("run")));

    assertThat(now.metrics()).hasSameSizeAs(expected.metrics());
    for (int i = 0; i < expected.metrics().size(); i++) {
      FoldEvaluation before = expected.metrics().get(i);
      FoldEvaluation after = now.metrics().get(i);
      assertThat(after.key()).isEqualTo(before.key());
      same(before.evaluation(), after.evaluation(), before.key().toString());
    }
    Comparison comparison = Comparison.of(inputs, expected, now, experiment.folds().run());
    if (comparison.exact()) {
      assertThat(comparison.checks()).as("every bit").allMatch(Comparison.Check::same);
    }
  }

  private static void same(MultiLabelEvaluation before, MultiLabelEvaluation after, String name) {
    assertThat(after.microF1()).as(name).isCloseTo(before.microF1(), CLOSE);
    assertThat(after.macroF1()).as(name).isCloseTo(before.macroF1(), CLOSE);
    assertThat(after.weightedF1()).as(name).isCloseTo(before.weightedF1(), CLOSE);
    assertThat(after.subsetAccuracy()).as(name).isCloseTo(before.subsetAccuracy(), CLOSE);
    assertThat(after.loss()).as(name).isCloseTo(before.loss(), CLOSE);
  }
}
