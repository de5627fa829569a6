package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.distillation.ClassWeights;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.Han;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFileTests {
  private static final String MINIMAL = "name: mini\ncorpus: {path: corpus.jsonl}\n";

  @TempDir private Path directory;

  private Experiment read(String yaml, String... overrides) throws IOException {
    return file(yaml, overrides).experiment();
  }

  private ExperimentFile file(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(directory.resolve("e.yaml"), yaml, StandardCharsets.UTF_8);
    return ExperimentFile.read(file, List.of(overrides));
  }

  private static TextCnn textCnn(Experiment experiment) {
    return experiment.architectures().stream()
        .filter(it -> it.name().equals(TextCnn.NAME))
        .map(it -> (TextCnn) it.network())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void baselinesComeInTheirOwnOrderAndMayBeNone() throws IOException {
    assertThat(read(MINIMAL + "baselines: [constant, linear]\n").baselines())
        .containsExactly(Baseline.LINEAR, Baseline.CONSTANT);
    Experiment none = read(MINIMAL, "baselines=[]");
    assertThat(none.baselines()).isEmpty();
    assertThat(none.resolvedYaml()).contains("\nbaselines: []\n");
    assertThat(none.decisiveSettings()).isEqualTo(read(MINIMAL).decisiveSettings());
    assertThat(read(MINIMAL, "baselines=constant").baselines()).containsExactly(Baseline.CONSTANT);
  }

  @Test
  void fillsInThePapersDefaults() throws IOException {
    Experiment experiment = read(MINIMAL);

    assertThat(experiment.segmentation().segmenter()).isEqualTo("hanlp-traditional");
    assertThat(experiment.baselines()).containsExactly(Baseline.LINEAR, Baseline.CONSTANT);
    assertThat(experiment.encoding()).isEqualTo(new EncodingSettings(300, 15, 20, 1, 100_000));
    assertThat(experiment.teacher().classWeights())
        .containsExactly(0.05, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0);
    assertThat(experiment.optimisation()).isEqualTo(new OptimisationSettings(32, 0.001, 30, 10));
    assertThat(experiment.folds())
        .isEqualTo(
            new FoldSettings(
                Optional.of(5),
                Optional.empty(),
                List.of(0, 1, 2, 3, 4),
                0.15,
                FoldMethod.RAREST_FIRST));
    assertThat(experiment.architectures())
        .isEqualTo(
            ArchitectureRegistry.STANDARD.types().stream()
                .map(type -> new ArchitectureSettings(type.defaults(), type.batchSize()))
                .toList());
    assertThat(experiment.trainings()).isEqualTo(TrainingRow.TRAINED);
    assertThat(experiment.vectors())
        .isEqualTo(
            new VectorSettings(
                Optional.empty(), Optional.of(300), Optional.of(1L), Optional.empty()));
    assertThat(experiment.evaluation().threshold()).isEqualTo(0.5);
    assertThat(experiment.export()).isEmpty();
    assertThat(experiment.seed()).isEqualTo(1);
  }

  @Test
  void readsEveryKindOfValue() throws IOException {
    Experiment experiment =
        read(
            """
            name: all-kinds.1
            corpus:
              path: c.csv
              format: csv
              labelSeparator: "|"
              labelColumns: [藥物, "yes"]
              skipInvalid: true
            vectors: {path: v.bin, seed: 7}
            architectures:
              textcnn:
                channels: fine-tuned
                dropout: 0
                batchSize: 128
            trainings: [distilled, teacher]
            optimisation: {learningRate: 1e-3}
            folds: {count: 3, run: [2, 0], method: iterative}
            export:
            seed: -9223372036854775808
            """);

    assertThat(experiment.corpus().format()).contains(FileType.CSV);
    assertThat(experiment.corpus().labelSeparator()).isEqualTo("|");
    assertThat(experiment.corpus().labelColumns()).containsExactly("藥物", "yes");
    assertThat(experiment.corpus().skipInvalid()).isTrue();
    assertThat(experiment.vectors())
        .isEqualTo(
            new VectorSettings(
                Optional.of("v.bin"), Optional.empty(), Optional.of(7L), Optional.empty()));
    TextCnn cnn = textCnn(experiment);
    assertThat(cnn.channels()).isEqualTo(EmbeddingChannels.FINE_TUNED);
    assertThat(cnn.dropout()).isZero();
    assertThat(experiment.optimisationOf(experiment.architectures().get(0)).batchSize())
        .isEqualTo(128);
    assertThat(experiment.optimisation().batchSize()).isEqualTo(32);
    assertThat(experiment.trainings()).containsExactly(TrainingRow.TEACHER, TrainingRow.DISTILLED);
    assertThat(experiment.folds().run()).containsExactly(0, 2);
    assertThat(experiment.export())
        .contains(
            new ExportSettings(
                List.of(TrainingRow.DISTILLED), "savedmodels", ThresholdChoice.FIXED, 3));
    assertThat(experiment.seed()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void studentsTrainAsLongAsExpertsUnlessTheyAreGivenMore() throws IOException {
    Experiment same = read(MINIMAL + "optimisation: {epochs: 7, patience: 3}\n");
    Experiment more =
        read(
            MINIMAL
                + "student: {epochs: 40, patience: 9}\n"
                + "optimisation: {epochs: 7, patience: 3}\n");

    assertThat(same.studentOptimisationOf(same.architectures().get(0)))
        .isEqualTo(same.optimisationOf(same.architectures().get(0)));
    ArchitectureSettings architecture = more.architectures().get(0);
    assertThat(more.studentOptimisationOf(architecture))
        .isEqualTo(more.optimisationOf(architecture).withLength(40, 9));
    assertThat(more.optimisationOf(architecture).epochs()).isEqualTo(7);
  }

  @Test
  void studentsHaveADropoutAndALearningRateOfTheirOwn() throws IOException {
    Experiment experiment =
        read(
            MINIMAL
                + "architectures: [textcnn, han]\n"
                + "student: {dropout: 0.1, learningRate: 0.002, schedule: cosine}\n");
    for (ArchitectureSettings architecture : experiment.architectures()) {
      assertThat(experiment.networkOf(architecture).sizes()).containsEntry("dropout", 0.5);
      assertThat(experiment.studentNetworkOf(architecture).sizes())
          .containsEntry("dropout", 0.1)
          .usingRecursiveComparison()
          .ignoringFields("dropout")
          .isEqualTo(experiment.networkOf(architecture).sizes());
      assertThat(experiment.studentOptimisationOf(architecture))
          .isEqualTo(
              experiment
                  .optimisationOf(architecture)
                  .withLearningRate(0.002, LearningRateSchedule.COSINE));
      assertThat(experiment.optimisationOf(architecture).learningRate()).isEqualTo(0.001);
    }
  }

  @Test
  void aRecipeSetsKeysThatAreNotGivenAndIsNamedNoMore() throws IOException {
    String strong = MINIMAL + "recipe: strong\n";
    Experiment plain = read(strong);
    assertThat(plain.teacher().search()).isEqualTo(TeacherSettings.Search.SHIFT);
    assertThat(plain.student().dropout()).contains(0.1);
    assertThat(plain.studentNetworkOf(plain.architectures().get(0)).sizes())
        .containsEntry("channels", "two")
        .containsEntry("dropout", 0.1);
    assertThat(plain.teacher().classWeights()).contains(0.05, 100.0);
    assertThat(plain.resolvedYaml()).doesNotContain("recipe").contains("search: shift");
    Experiment own = read(strong + "teacher:\nstudent: {dropout: 0.3, epochs: 9}\n");
    assertThat(own.teacher()).isEqualTo(plain.teacher());
    assertThat(own.student())
        .isEqualTo(
            plain
                .with("student.dropout", Optional.of(0.3))
                .with("student.epochs", Optional.of(9))
                .student());
    assertThat(read(strong, "student.dropout=null").student().dropout()).isEmpty();
    assertThat(read(MINIMAL, "recipe=strong")).isEqualTo(plain);
    assertThat(read(MINIMAL + "recipe: paper\nteacher: {classWeights: [1]}\n"))
        .isEqualTo(read(MINIMAL + "teacher: {classWeights: [1]}\n"));
  }

  @Test
  void aRecipeLeavesOutWhatNothingReads() throws IOException {
    String strong = MINIMAL + "recipe: strong\n";
    Experiment all = read(strong);
    Experiment teacher = read(strong + "trainings: [teacher]\n");
    assertThat(teacher.teacher()).isEqualTo(all.with("teacher.wordDropout", false).teacher());
    assertThat(read(strong, "student.wordDropout=null").teacher().wordDropout()).isFalse();
    assertThat(read(strong, "teacher.search=halving").teacher().linear()).isFalse();
    assertThat(read(strong, "export={trainings: [teacher], to: x}").teacher().linear()).isTrue();
    assertThat(read(strong, "teacher.search=grid").teacher().classWeights())
        .isEqualTo(ClassWeights.PAPER);
    assertThat(teacher.student()).isEqualTo(read(MINIMAL).student());

    String[] encoder = {"teacher.kind=encoder", "encoder={model: bge-small-zh-v1.5}"};
    assertThat(read(strong, encoder).teacher())
        .isEqualTo(
            all.with("teacher.kind", List.of(TeacherSettings.Kind.ENCODER))
                .with("teacher.wordDropout", false)
                .with("teacher.linear", false)
                .teacher());
    String[] both = {"teacher.kind=[encoder, binary-relevance]", encoder[1]};
    assertThat(read(strong, both).teacher().linear()).isTrue();
    assertThat(read(strong, encoder[1]).teacher().kind())
        .containsExactly(TeacherSettings.Kind.BINARY_RELEVANCE, TeacherSettings.Kind.ENCODER);
    assertThat(all.teacher().kind()).containsExactly(TeacherSettings.Kind.BINARY_RELEVANCE);

    Experiment standalone = read(strong, "trainings=standalone");
    assertThat(standalone.teacher()).isEqualTo(TeacherSettings.DEFAULTS);
    assertThat(standalone.student())
        .isEqualTo(
            all.with("student.wordDropout", Optional.empty())
                .with("student.wordReplacement", Optional.empty())
                .student());

    String[] given = {"trainings=standalone,distilled", "teacher.responses=r.csv"};
    assertThat(read(strong, given).teacher()).isEqualTo(read(MINIMAL, given).teacher());
    assertThat(read(strong, given).student())
        .isEqualTo(all.with("student.wordReplacement", Optional.empty()).student());

    given[0] = "trainings=standalone,standalone-weighted,distilled";
    assertThat(read(strong, given).teacher().classWeights())
        .isEqualTo(all.teacher().classWeights());

    StudentSettings tried = read(strong, "student.search={dropout: [.1, .3]}").student();
    assertThat(tried.dropout()).isEmpty();
    assertThat(tried.search().orElseThrow().dropout()).containsExactly(0.1, 0.3);
  }

  @Test
  void gruAttHasThePapersBatchSizeUnlessItIsGivenAnother() throws IOException {
    String yaml = MINIMAL + "architectures: [gru-att, han]\noptimisation: {batchSize: 16}\n";

    Experiment experiment = read(yaml);
    assertThat(experiment.architectures())
        .extracting(it -> experiment.optimisationOf(it).batchSize())
        .containsExactly(128, 16);
    Experiment other = read(yaml, "architectures.gru-att.batchSize=8");
    assertThat(other.optimisationOf(other.architectures().get(0)).batchSize()).isEqualTo(8);
  }

  @Test
  void hanReadsTheSentencesOfTheEncoding() throws IOException {
    Experiment experiment =
        read(MINIMAL + "architectures: [han, textcnn]\nencoding: {maxLength: 9, sentences: 4}\n");

    assertThat(experiment.architectures())
        .extracting(experiment::layoutOf)
        .containsExactly(new TokenLayout.Sentences(4, 20), new TokenLayout.Words(9));
    assertThat(experiment.networkOf(experiment.architectures().get(0)))
        .isEqualTo(Han.standard().in(new TokenLayout.Sentences(4, 20)));
  }

  @Test
  void readsByteOrderMarkAndCarriageReturns() throws IOException {
    assertThat(read("\uFEFF" + MINIMAL.replace("\n", "\r\n"))).isEqualTo(read(MINIMAL));
  }

  @Test
  void overridesAnyKeyAndTheLastOneWins() throws IOException {
    Experiment experiment =
        read(
            MINIMAL + "folds: {count: 3}\n",
            "folds.count=4",
            "folds.count=2",
            "optimisation.epochs=3",
            "teacher.classWeights=[1, 2]",
            "corpus.labelSeparator=,",
            "export.predictions=0");

    assertThat(experiment.folds().count()).contains(2);
    assertThat(experiment.folds().run()).containsExactly(0, 1);
    assertThat(experiment.optimisation().epochs()).isEqualTo(3);
    assertThat(experiment.teacher().classWeights()).containsExactly(1.0, 2.0);
    assertThat(experiment.corpus().labelSeparator()).isEqualTo(",");
    assertThat(experiment.export().orElseThrow().predictions()).isZero();
  }

  @Test
  void nullTakesAKeyAway() throws IOException {
    String file = MINIMAL + "export: {predictions: 1}\nstudent: {patience: 3}\n";
    Experiment experiment = read(file, "export=null", "student.patience=null");
    assertThat(experiment.export()).isEmpty();
    assertThat(experiment.student().patience()).isEmpty();
    assertThat(read(MINIMAL + "export:\n").export()).isPresent();
  }

  @Test
  void overridesSettingsOfAnArchitectureInEveryForm() throws IOException {
    for (String form :
        List.of(
            "",
            "architectures: textcnn\n",
            "architectures: [textcnn]\n",
            "architectures: [textcnn: {chunks: 8}]\n",
            "architectures: {textcnn: {filters: 3}}\n")) {
      Experiment experiment = read(MINIMAL + form, "architectures.textcnn.filters=64");
      assertThat(textCnn(experiment).filters()).as(form).isEqualTo(64);
      assertThat(textCnn(experiment).bottleneck()).as(form).isEqualTo(512);
    }
  }

  @Test
  void anOverriddenCorpusTakesThePlaceOfTheFiles() throws IOException {
    String generated = "name: g\ncorpus: {generate: {documents: 10}}\n";

    assertThat(read(generated, "corpus.path=x.jsonl").corpus().generate()).isEmpty();
    CorpusSettings corpus = read(MINIMAL, "corpus.generate.documents=50").corpus();
    assertThat(corpus.path()).isEmpty();
    assertThat(corpus.generate()).contains(new CorpusSettings.Generated("health", 50, 1));
    assertThatThrownBy(() -> read(MINIMAL, "corpus.path=x", "corpus.generate.documents=50"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not both");
  }

  @Test
  void anOwnSplitIsFoldZeroAndFoldsAreNotDealtBesides() throws IOException {
    Experiment split = read(MINIMAL, "corpus.split=part");
    assertThat(split.corpus().split()).contains("part");
    assertThat(split.folds().run()).containsExactly(0);
    assertThat(split.folds().count()).isEmpty();
    assertThat(read(MINIMAL, "corpus.split=part", "folds.run=[0]"))
        .isEqualTo(read(MINIMAL, "corpus.split=part"));

    Experiment files = read(MINIMAL, "corpus.train=a.csv", "corpus.test=b.csv");
    assertThat(files.corpus().path()).isEmpty();
    assertThat(files.corpus().files()).containsExactly(Path.of("a.csv"), Path.of("b.csv"));
    assertThat(files.folds().run()).containsExactly(0);

    String numbers = MINIMAL + "folds: {run: [2, 1]}\n";
    Experiment numbered = read(numbers, "folds.field=fold");
    assertThat(numbered.folds().field()).contains("fold");
    assertThat(numbered.folds().count()).isEmpty();
    assertThat(numbered.folds().run()).containsExactly(1, 2);

    String own = "name: own\ncorpus: {path: c.jsonl, split: part}\n";
    assertThat(read(own, "corpus.path=d.jsonl").corpus().split()).contains("part");
    assertThat(read(own, "corpus.split=null").folds().run()).hasSize(5);
  }

  /** No answer to how the corpus is split is dropped without a word. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: c} | {count: 3} | corpus.split=part | :3: folds.count: corpus.split says already",
        "{path: c} | {count: 3} | folds.field=fold | :3: folds.count: folds.field says already",
        "{path: c} | {run: [1]} | corpus.split=part | :3: folds.run: there is no fold 1; the corpus'",
        "{path: c, split: s} | {} | folds.count=3 | `override: folds.count`: corpus.split says",
        "{path: c, split: s} | {} | folds.field=fold | `override: folds.field`: corpus.split brings",
        "{train: a, test: b} | {} | folds.count=3 | `override: folds.count`: corpus.train says",
      })
  void anOverrideContradictsAsAFileDoes(String corpus, String folds, String override, String said) {
    String yaml = "name: mini\ncorpus: " + corpus + "\nfolds: " + folds + "\n";
    assertThatThrownBy(() -> read(yaml, override))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(said);
  }

  @Test
  void foldsOfAFieldAreKnownOnceItsCorpusIs() throws IOException {
    ExperimentFile file = file(MINIMAL + "folds: {field: fold}\n");
    assertThat(file.experiment().folds().run()).isEmpty();
    Experiment four = file.withOwnFolds(4);
    assertThat(four.folds().run()).containsExactly(0, 1, 2, 3);
    assertThat(read(four.resolvedYaml())).isEqualTo(four);
    assertThatThrownBy(() -> file(MINIMAL + "folds: {field: f, run: [4]}\n").withOwnFolds(4))
        .hasMessageEndingWith(
            "e.yaml:3: folds.run: there is no fold 4; 4 folds are numbered 0 to 3");
  }

  @Test
  void seedsOfVectorsFollowTheExperimentsButNotThoseOfTheCorpus() throws IOException {
    Experiment experiment = read("name: g\ncorpus: {generate: {}}\nseed: 5\n");

    assertThat(experiment.vectors().seed()).contains(5L);
    assertThat(experiment.corpus().generate().orElseThrow().seed()).isEqualTo(1);
  }

  @Test
  void looksForFilesBesideTheExperimentToo() throws IOException {
    Path corpus = Files.createFile(directory.resolve("corpus.jsonl"));

    ExperimentFile beside = file(MINIMAL);

    assertThat(beside.experiment().corpus().path()).contains(corpus.toString());
    beside.requireFiles();
    assertThat(read(MINIMAL, "corpus.path=corpus.jsonl").corpus().path()).contains("corpus.jsonl");
  }

  @Test
  void namesTheLineOfAFileThatIsMissing() throws IOException {
    ExperimentFile missing = file(MINIMAL + "vectors: {path: v.bin}\n");

    assertThatThrownBy(missing::requireFiles)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            directory.resolve("e.yaml")
                + ":2: corpus.path: there is no file corpus.jsonl here or beside the experiment"
                + " file; give it with `override: 'corpus.path=FILE'`");
  }

  @Test
  void locatesErrorsThatTurnUpLater() throws IOException {
    ExperimentFile read = file(MINIMAL + "folds:\n  count: 9\n", "seed=3");

    assertThat(read.error("folds.count", "too many"))
        .hasMessageEndingWith(":4: folds.count: too many");
    assertThat(read.error("folds.run", "odd")).hasMessageEndingWith(":3: folds.run: odd");
    assertThat(read.error("seed", "odd")).hasMessage("`override: seed`: odd");
  }

  @Test
  void takesListsWithoutBracketsOnTheCommandLine() throws IOException {
    assertThat(read(MINIMAL, "folds.run=3").folds().run()).containsExactly(3);
    assertThat(read(MINIMAL, "folds.run=3,0").folds().run()).containsExactly(0, 3);
    assertThat(read(MINIMAL, "folds.run=all").folds().run()).hasSize(5);
    assertThat(read(MINIMAL, "teacher.classWeights=.5, 2").teacher().classWeights())
        .containsExactly(0.5, 2.0);
    assertThat(read(MINIMAL, "architectures=textcnn").architectures()).hasSize(1);
    assertThat(read(MINIMAL, "architectures=han,textcnn").architectures())
        .extracting(ArchitectureSettings::name)
        .containsExactly("han", "textcnn");
    assertThat(read(MINIMAL, "corpus.labelColumns=a,b").corpus().labelColumns())
        .containsExactly("a", "b");
    assertThat(read(MINIMAL, "corpus.labelColumns='a,b'").corpus().labelColumns())
        .containsExactly("a,b");
    assertThat(read(MINIMAL, "corpus.labelSeparator=','").corpus().labelSeparator()).isEqualTo(",");
    for (String sign : List.of("|", "#", ">", "-", ":", "&", "*", "!", "%", "@", "?", "'")) {
      assertThat(read(MINIMAL, "corpus.labelSeparator=" + sign).corpus().labelSeparator())
          .isEqualTo(sign);
    }
  }

  /** Jackson tells neither of quotes nor of the anchors of scalars; they are found in the text. */
  @Test
  void aLargeFileAndALongNameAreRefused() throws IOException {
    Path large = directory.resolve("large.yaml");
    Files.writeString(large, "name: " + "x".repeat(8 << 20));
    assertThatThrownBy(() -> ExperimentFile.read(large, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(large + ": has more than 1 MiB; ");
    Path named = directory.resolve("named.yaml");
    Files.writeString(named, "corpus: {path: a}\nname: " + "x".repeat(101) + "\n");
    assertThatThrownBy(() -> ExperimentFile.read(named, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(named + ":2: ")
        .hasMessageContaining("at most 100 letters");
    Files.writeString(named, "corpus: {path: a}\nname: " + "x".repeat(100) + "\n");
    assertThat(ExperimentFile.read(named, List.of()).experiment().name()).hasSize(100);
  }

  @Test
  void anAliasStandsForWhatItNames() throws IOException {
    String yaml =
        MINIMAL
            + """
            # 😀😀
            teacher: {classWeights: &weights [1, 2]}
            export: {to: &to !!str "12", predictions: &three 3}
            segmentation: {segmenter: &segmenter english}
            student: &length {epochs: *three}
            optimisation: *length
            vectors: {train: {textField: *to}}
            architectures: [textcnn: {widths: *weights}]
            """;
    Experiment experiment = read(yaml);

    assertThat(experiment.export().orElseThrow().to()).isEqualTo("12");
    assertThat(experiment.vectors().train().orElseThrow().textField()).isEqualTo("12");
    assertThat(experiment.optimisation().epochs()).isEqualTo(3);
    assertThat(textCnn(experiment).widths()).containsExactly(1, 2);
    Experiment other = read(yaml, "student.epochs=4");
    assertThat(other.student().epochs()).contains(4);
    assertThat(other.optimisation().epochs()).isEqualTo(3);
  }

  @Test
  void scalarsAreWhatTheirKeySays() throws IOException {
    Experiment experiment =
        read(
            """
            name: 007
            corpus: {path: no, labelColumns: [yes, 1_000, 2001-01-01, ~x, "null", 1e3]}
            folds: {validation: .5}
            seed: 010
            """);

    assertThat(experiment.name()).isEqualTo("007");
    assertThat(experiment.corpus().path()).contains("no");
    assertThat(experiment.corpus().labelColumns())
        .containsExactly("yes", "1_000", "2001-01-01", "~x", "null", "1e3");
    assertThat(experiment.folds().validation()).isEqualTo(0.5);
    assertThat(experiment.seed()).isEqualTo(10);
  }
}
