package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResolvedYamlTests {

  @Property(tries = 100)
  void readsBackAsTheSameExperiment(@ForAll("experiments") Experiment experiment)
      throws IOException {
    Path file = Files.createTempFile("resolved", ".yaml");
    try {
      Files.writeString(file, experiment.resolvedYaml(), StandardCharsets.UTF_8);
      Experiment again = ExperimentFile.read(file, List.of()).experiment();
      assertThat(again).isEqualTo(experiment);
      assertThat(again.resolvedYaml()).isEqualTo(experiment.resolvedYaml());
    } finally {
      Files.delete(file);
    }
  }

  /** Other readers guess types; texts that look like numbers or booleans must stay texts. */
  @Property(tries = 100)
  void otherReadersSeeTextsAsTexts(@ForAll("fields") String field) throws IOException {
    String yaml = "k: " + YamlWriter.inline(field);
    assertThat(new YAMLMapper().readTree(yaml).get("k")).isEqualTo(new TextNode(field));
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.oneOf(
        Arbitraries.of("yes", "No", "null", "~", "1e3", "0x1F", "a: b", "#x", "[", "藥物", "😀 x"),
        Arbitraries.strings()
            .ofMinLength(1)
            .ofMaxLength(8)
            .filter(text -> !text.isBlank())
            .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text)));
  }

  @Provide
  Arbitrary<Experiment> experiments() {
    Arbitrary<Long> seeds = Arbitraries.longs();
    return Combinators.combine(corpora(), vectors(), architectures(), folds(), weights(), seeds)
        .as(
            (corpus, vectors, architecture, folds, weights, seed) ->
                new Experiment(
                    "n" + Math.floorMod(seed, 1000),
                    Optional.empty(),
                    corpus,
                    seed % 2 == 0
                        ? new SegmentationSettings(
                            "characters", Optional.empty(), Optional.empty(), Optional.empty())
                        : new SegmentationSettings(
                            "ckip",
                            Optional.of("no such model"),
                            Optional.of(true),
                            Optional.of(false)),
                    vectors,
                    new EncodingSettings(folds.run().size() + 1, 15, 20, 2, 1000),
                    List.of(architecture),
                    TrainingRow.TRAINED,
                    seed % 2 == 0 ? List.of() : List.of(Baseline.CONSTANT),
                    teacher(weights, seed),
                    Optional.of(new EncoderSettings(Optional.empty(), Optional.of("a dir")))
                        .filter(it -> encodes(seed)),
                    new StudentSettings(
                        ValidationFigure.SUBSET_ACCURACY,
                        Optional.of(folds.run().size() + 1),
                        Optional.empty(),
                        Optional.of(folds.validation()).filter(it -> seed % 3 == 0),
                        Optional.of(EmbeddingChannels.FINE_TUNED).filter(it -> seed % 2 == 0),
                        Optional.of(weights.get(0)).filter(it -> seed % 3 == 1),
                        Optional.of(LearningRateSchedule.COSINE).filter(it -> seed % 3 == 2),
                        Optional.of(folds.validation()).filter(it -> seed % 2 == 0),
                        Optional.of(StandaloneLoss.DISTRIBUTION_BALANCED)
                            .filter(it -> seed % 2 == 1),
                        StudentSettings.Target.PROBABILITY,
                        1 + folds.validation(),
                        folds.validation(),
                        Optional.of("train+validation").filter(it -> seed % 2 == 0),
                        Optional.of(
                                new StudentSettings.Search(
                                    List.of(), weights, List.of(), List.of()))
                            .filter(it -> seed % 3 == 0),
                        Optional.of(List.of(architecture)).filter(it -> seed % 6 == 4),
                        Optional.of(new StudentSettings.WordDropout(folds.validation(), 3, false))
                            .filter(it -> seed % 2 == 0),
                        Optional.of(new StudentSettings.WordReplacement(folds.validation(), 3))
                            .filter(it -> seed % 2 == 0),
                        seed % 6 == 0 ? List.of("a b.txt", "c.jsonl.xz") : List.of(),
                        Optional.of(1 + folds.validation()).filter(it -> seed % 6 == 0)),
                    new OptimisationSettings(
                        8,
                        weights.get(0),
                        3,
                        2,
                        folds.validation(),
                        Optional.of(weights.get(0)),
                        LearningRateSchedule.COSINE,
                        folds.run().size() + 1,
                        List.of("output", "embedding")),
                    fitting(corpus, folds),
                    new EvaluationSettings(
                        folds.validation(), 1, Optional.of(folds.run().size() + 1)),
                    Optional.of(seed)
                        .filter(it -> it % 2 == 0)
                        .map(
                            it ->
                                new ExportSettings(
                                    List.of(TrainingRow.TEACHER),
                                    "to it",
                                    ThresholdChoice.PER_LABEL,
                                    0)),
                    seed,
                    Optional.of(3).filter(it -> seed % 3 == 0)));
  }

  /** Of experts, or now and then, where nothing exports them, of answers. */
  private static TeacherSettings teacher(List<Double> weights, long seed) {
    TeacherSettings paper = TeacherSettings.DEFAULTS;
    return switch (Math.floorMod(seed, 10)) {
      case 5 -> Components.with(paper, "responses", Optional.of("a file.csv"));
      case 7 -> Components.with(paper, "from", Optional.of("runs/x"));
      default ->
          new TeacherSettings(
              encodes(seed)
                  ? List.of(TeacherSettings.Kind.BINARY_RELEVANCE, TeacherSettings.Kind.ENCODER)
                  : List.of(TeacherSettings.Kind.BINARY_RELEVANCE),
              weights,
              ValidationFigure.LOSS,
              ValidationFigure.F1,
              TeacherSettings.Search.GRID,
              TeacherSettings.Halving.DEFAULTS,
              Optional.of(2 + weights.size()),
              false,
              Optional.of(CrossFittedTeacher.Answers.OUT_OF_FOLD),
              List.of(),
              Optional.of(weights.size()).filter(it -> it > 1),
              Optional.of(3).filter(it -> seed % 2 != 0),
              false,
              seed % 2 == 0,
              Optional.empty(),
              Optional.empty());
    };
  }

  private static boolean encodes(long seed) {
    return Math.floorMod(seed, 10) == 3;
  }

  private Arbitrary<CorpusSettings> corpora() {
    Arbitrary<List<String>> columns = fields().list().ofMaxSize(3).uniqueElements();
    return Combinators.combine(fields(), fields(), columns, Arbitraries.integers().between(1, 9))
        .as(
            (field, separator, labelColumns, count) ->
                new CorpusSettings(
                    count % 2 == 0 ? Optional.of("c " + count + ".tsv") : Optional.empty(),
                    Optional.of(field).filter(it -> count % 4 == 0),
                    Optional.of("a.csv").filter(it -> count % 4 == 1),
                    Optional.of("b.csv").filter(it -> count == 5),
                    Optional.of("c.csv").filter(it -> count % 4 == 1),
                    count % 4 == 3
                        ? Optional.of(new CorpusSettings.Generated("health", 9 + count, -count))
                        : Optional.empty(),
                    count % 3 == 0 ? Optional.of(FileType.TSV) : Optional.empty(),
                    "id",
                    field,
                    "labels",
                    "group",
                    separator,
                    labelColumns,
                    count,
                    Optional.of(1.0 / (1 + count)).filter(it -> count % 2 == 1),
                    count % 2 == 0));
  }

  private static Arbitrary<VectorSettings> vectors() {
    return Combinators.combine(Arbitraries.integers().between(1, 500), Arbitraries.longs())
        .as(
            (dimensions, seed) ->
                dimensions % 2 == 0
                    ? new VectorSettings(
                        Optional.of("v.bin"), Optional.empty(), Optional.of(seed), Optional.empty())
                    : new VectorSettings(
                        Optional.empty(),
                        Optional.of(dimensions),
                        Optional.of(seed),
                        dimensions % 3 == 0
                            ? Optional.of(training(dimensions))
                            : Optional.empty()));
  }

  private static VectorSettings.Training training(int dimensions) {
    return new VectorSettings.Training(
        List.of("wiki dump.xml.bz2", "b.txt").subList(0, dimensions % 5 % 3),
        dimensions % 4 == 0 ? "content" : "text",
        dimensions % 5 == 0,
        dimensions % 7 == 0 ? Algorithm.CBOW : Algorithm.SKIP_GRAM,
        dimensions,
        3,
        4,
        dimensions % 4 * 1e-4,
        2,
        6,
        dimensions % 5 == 1 ? Optional.of(0.03) : Optional.empty(),
        1000 + dimensions);
  }

  private static Arbitrary<ArchitectureSettings> architectures() {
    Arbitrary<ArchitectureSettings> defaults =
        Arbitraries.of(ArchitectureRegistry.STANDARD.types())
            .map(type -> new ArchitectureSettings(type.defaults(), type.batchSize()));
    return Arbitraries.oneOf(defaults, textCnns());
  }

  private static Arbitrary<ArchitectureSettings> textCnns() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9).list().ofMinSize(1).uniqueElements(),
            Arbitraries.doubles().between(0, true, 1, false),
            Arbitraries.of(EmbeddingChannels.class),
            Arbitraries.integers().between(1, 64).optional())
        .as(
            (widths, dropout, channels, batch) ->
                new ArchitectureSettings(new TextCnn(widths, 4, 2, 8, dropout, channels), batch));
  }

  private static Arbitrary<FoldSettings> folds() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 10),
            Arbitraries.doubles().between(0, false, 1, false),
            Arbitraries.of(FoldMethod.class))
        .as(
            (count, validation, method) ->
                new FoldSettings(
                    Optional.of(count),
                    Optional.empty(),
                    IntStream.range(count / 2, count).boxed().toList(),
                    validation,
                    method));
  }

  /** The one fold of an own split, now and then those of a field, else as they are. */
  private static FoldSettings fitting(CorpusSettings corpus, FoldSettings folds) {
    boolean field = corpus.path().isPresent() && folds.validation() > 0.5;
    return !corpus.hasOwnSplit() && !field
        ? folds
        : new FoldSettings(
            Optional.empty(),
            corpus.hasOwnSplit() ? Optional.empty() : Optional.of("fold no"),
            corpus.hasOwnSplit() ? List.of(0) : folds.run(),
            folds.validation(),
            folds.method());
  }

  private static Arbitrary<List<Double>> weights() {
    return Arbitraries.doubles().between(0, false, 1e6, true).list().ofMinSize(1).uniqueElements();
  }
}
