package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentFileErrorTests {
  private static final String MINIMAL = "name: mini\ncorpus: {path: corpus.jsonl}\n";

  @TempDir private Path directory;

  private String error(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(directory.resolve("e.yaml"), yaml, StandardCharsets.UTF_8);
    return error(file, overrides).replace(file.toString(), "e.yaml");
  }

  private static String error(Path file, String... overrides) {
    InvalidInputException thrown =
        catchThrowableOfType(
            InvalidInputException.class, () -> ExperimentFile.read(file, List.of(overrides)));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).doesNotContain("\n");
    return thrown.getMessage();
  }

  @Test
  void whatOnlyTheDistilledStudentHasNeedsOne() throws IOException {
    for (String setting :
        List.of(
            "trueLabels=0.5",
            "temperature=2",
            "target=logit",
            "search.temperature=[1, 2]",
            "wordDropout={}",
            "wordReplacement={}",
            "transfer=[a]")) {
      String key = "student." + setting.substring(0, setting.indexOf('='));
      assertThat(error(MINIMAL, "trainings=[standalone]", "student." + setting))
          .contains(
              key,
              ": only the distilled student reads it; add distilled to trainings or take it out");
    }
  }

  @Test
  void theLossIsTheStandaloneStudents() throws IOException {
    assertThat(error(MINIMAL, "trainings=teacher", "student.loss=bce"))
        .contains("student.loss", "only the standalone student reads it");
    assertThat(
            error(
                MINIMAL, "trainings=[standalone, standalone-weighted]", "student.loss=asymmetric"))
        .contains("student.loss", "standalone-weighted finds its class weights by bce");
  }

  @Test
  void aTeacherThatAnswersIsForTheDistilledStudentAndNoNetwork() throws IOException {
    String answers = "teacher={responses: r.csv}";
    assertThat(error(MINIMAL, "trainings=[teacher]", answers))
        .contains("teacher.responses: only the distilled student reads it;");
    assertThat(error(MINIMAL, answers, "export={trainings: [teacher], to: x}"))
        .contains("export.trainings: a teacher that only answers is no network to export");
    assertThat(error(MINIMAL, answers, "student.architecture=[textrnn]"))
        .contains("student.architecture`: answers in a file are of no architecture");
    assertThat(error(MINIMAL, answers, "student.transfer=[t.txt]"))
        .contains("student.transfer`: no experts answer such texts where teacher.responses does;");
    assertThat(error(MINIMAL, answers, "student.wordReplacement={}"))
        .contains("student.wordReplacement`: no experts answer such texts where teacher.responses");
    Path file = Files.writeString(directory.resolve("d.yaml"), MINIMAL, StandardCharsets.UTF_8);
    ExperimentFile.read(file, List.of("trainings=[distilled]", answers, "recipe=strong"));
    String weights = "teacher={responses: r.csv, classWeights: [1, 3], select: loss}";
    String weighted = "trainings=[standalone, standalone-weighted, distilled]";
    ExperimentFile.read(file, List.of(weighted, weights));
    assertThat(error(MINIMAL, weighted, weights, "teacher.monitor=loss"))
        .contains("teacher.monitor`: no experts are trained where teacher.responses answers");
  }

  @Test
  void whatStudentsHaveNeedsOne() throws IOException {
    for (String setting :
        List.of(
            "parts=train+validation",
            "search.dropout=[0.1]",
            "architecture=han",
            "average=0.9",
            "dropout=0.1",
            "learningRate=0.1",
            "schedule=cosine")) {
      assertThat(error(MINIMAL, "trainings=[teacher]", "student." + setting))
          .contains(
              "student." + setting.substring(0, 5),
              ": only students read it; add standalone or distilled to trainings or take it out");
    }
  }

  @Test
  void whatExpertsHaveNeedsSome() throws IOException {
    for (String key : List.of("teacher.seeds", "teacher.best")) {
      assertThat(error(MINIMAL, "trainings=standalone", key + "=2"))
          .contains(key, ": only experts read it; add teacher to trainings or take it out");
    }
  }

  @Test
  void encodersTeachBesideNetworksOrAlone() throws IOException {
    String encoder = "encoder={model: bge-small-zh-v1.5}";
    String alone = "teacher.kind=encoder";
    String both = "teacher.kind=binary-relevance,encoder";
    assertThat(error(MINIMAL, alone, "encoder={}"))
        .contains("give one of encoder.model and encoder.path");
    assertThat(error(MINIMAL, both, encoder, "encoder.path=x"))
        .contains("give one of encoder.model and encoder.path");
    assertThat(error(MINIMAL, both, encoder, "trainings=standalone"))
        .contains("teacher.kind`: only experts read it; add teacher to trainings or take it out");
    assertThat(error(MINIMAL, both, encoder, "teacher.search=halving"))
        .contains("teacher.kind`: successive halving is for networks alone; set teacher.search to");
    assertThat(error(MINIMAL, alone, encoder, "teacher.seeds=2"))
        .contains(
            "teacher.seeds`: is about networks, and an encoder alone teaches; take it out or");
    assertThat(error(MINIMAL, both, encoder, "export={trainings: [teacher], to: x}"))
        .contains("export.trainings: a teacher that reads a pre-trained encoder is no SavedModel;");
    assertThat(error(MINIMAL, both, encoder, "trainings=distilled", "teacher.responses=r.csv"))
        .contains("teacher.kind`: no experts are trained where teacher.responses answers");
  }

  @Test
  void aRecipeContradictsKeysByItsName() throws IOException {
    assertThat(error(MINIMAL + "recipe: paper\nteacher: {search: shift}\n"))
        .contains("e.yaml:4: teacher.search: not what recipe: paper is; take out the one or");
    assertThat(error(MINIMAL + "recipe: paper\n", "student.trueLabels=0.5"))
        .contains("`override: student.trueLabels`: not what recipe: paper is");
    assertThat(error(MINIMAL + "recipe: strong\ntrainings: [distilled]\n")).contains("add teacher");
  }

  @Test
  void pairsOfFoldsTakeThreeFolds() throws IOException {
    assertThat(error(MINIMAL, "teacher.crossFitFolds=true", "folds.count=2"))
        .contains("teacher.crossFitFolds`: experts that have seen neither of two folds take three");
    assertThat(error(MINIMAL, "teacher.crossFitFolds=true", "corpus.split=s"))
        .contains(
            "teacher.crossFitFolds`: the corpus' own split is one fold; set teacher.crossFit");
    assertThat(error(MINIMAL, "teacher.crossFitFolds=true", "trainings=[teacher]"))
        .contains("teacher.crossFitFolds`: only the distilled student reads it");
  }

  /** The line is the third of the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          corpus: {path: c.csv, labelSeparator: @} | not valid YAML: found character '@' that cannot start any token; put it into quotes: "@"
          fold: {count: 3}                   | fold: unknown key; did you mean folds?
          folds: {cuont: 3}                  | folds.cuont: unknown key; did you mean folds.count?
          optimization: {epochs: 3}          | optimization: unknown key; did you mean optimisation?
          optimisation: {batch_size: 3}      | optimisation.batch_size: unknown key; did you mean optimisation.batchSize?
          classWeights: [1]                  | classWeights: unknown key; did you mean teacher.classWeights?
          evaluation: {xyzzy: 1}             | evaluation.xyzzy: unknown key; known here: threshold, minLabels, maxLabels
          evaluation: {minLabels: 3, maxLabels: 2} | evaluation.minLabels: 3 labels at least and 2 at most; make minLabels no greater than maxLabels
          architectures: [textcnn: {width: [1]}] | architectures.textcnn.width: unknown key; did you mean architectures.textcnn.widths?
          optimisation: {warmUp: 5}          | optimisation.warmUp: a constant learning rate has no warm-up; set optimisation.schedule to warm-up or cosine
          teacher: {answers: mean}           | teacher.answers: a student has a choice of answers with teacher.crossFit or teacher.crossFitFolds only; set one of these or take it out
          teacher: {responses: r.csv, from: run} | teacher.responses: teacher.from gives answers too; take one of them out
          teacher: {responses: r.csv, classWeights: [1]} | teacher.classWeights: no experts are trained where teacher.responses answers; take one of them out
          teacher: {from: run, crossFit: 2}  | teacher.crossFit: no experts are trained where teacher.from answers; take one of them out
          teacher: {architectures: [han]}    | teacher.architectures: name two or more of architectures
          teacher: {architectures: [han, tree]} | teacher.architectures: tree is none of architectures; add it there or take it out here
          teacher: {best: 2, search: shift}  | teacher.best: several class weights are trained to the end by teacher.search: grid or warm only; set one of these or take it out
          teacher: {best: 2, classWeights: [1]} | teacher.best: more than there are teacher.classWeights; give more of these or make it smaller
          teacher: {seeds: 1}                | teacher.seeds: expected a whole number of at least 2, found "1"
          teacher: {seeds: 2, search: halving} | teacher.seeds: successive halving is for one seed; take it out or set teacher.search to grid, shift or warm
          teacher: {linear: true, search: halving} | teacher.linear: successive halving is for networks alone; take it out or set teacher.search to grid, shift or warm
          teacher: {kind: encoder}           | teacher.kind: an encoder's experts need one; give encoder, such as encoder: {model: bge-small-zh-v1.5}
          teacher: {kind: []}                | teacher.kind: expected a list of kinds of experts, each one of binary-relevance, encoder, found an empty list
          encoder: {model: bge-small-zh-v1.5} | encoder: only an encoder's experts read it; set teacher.kind to encoder or [binary-relevance, encoder], or take it out
          encoder: {model: bert}             | encoder.model: expected one of bge-small-zh-v1.5, found "bert"
          teacher: {wordDropout: true}       | teacher.wordDropout: there are no copies to learn; set student.wordDropout too or take it out
          teacher: {crossFit: 2, crossFitFolds: true} | teacher.crossFitFolds: teacher.crossFit deals other parts; take one of them out
          teacher: {from: run, crossFitFolds: true} | teacher.crossFitFolds: no experts are trained where teacher.from answers; take one of them out
          teacher: {crossFit: 1}             | teacher.crossFit: expected a whole number of at least 2, found "1"
          student: {schedule: warm-up}       | student.schedule: a warm-up of no steps; set optimisation.schedule to warm-up or cosine and optimisation.warmUp to 1 or more
          student: {temperature: 2, target: logit} | student.temperature: logits are learnt without a temperature; take it out or set student.target to probability
          student: {parts: validation}       | student.parts: expected one of train, train+validation, found "validation"
          student: {channels: both}          | student.channels: expected one of frozen, fine-tuned, two, found "both"
          student: {dropout: 0.1, search: {dropout: [0.1, 0.3]}} | student.dropout: student.search.dropout tries values of it; take one of them out
          student: {architecture: [han, han]} | student.architecture: han is listed twice; remove one
          student: {architecture: [textcnn: {width: [1]}]} | student.architecture.textcnn.width: unknown key; did you mean student.architecture.textcnn.widths?
          student: {search: {dropout: [0.1, 1]}} | student.search.dropout: expected a number of at least 0 and below 1, found "1"
          student: {search: {temperature: [1, 2]}, target: logit} | student.search.temperature: logits are learnt without a temperature; take it out or set student.target to probability
          student: {wordDropout: {rate: 1}}  | student.wordDropout.rate: expected a number of at least 0 and below 1, found "1"
          student: {wordReplacement: {rate: 0}} | student.wordReplacement.rate: expected a number above 0 and below 1, found "0"
          student: {wordReplacement: {copies: 1001}} | student.wordReplacement.copies: a student comes to one copy of a text in an epoch; give 1000 or fewer
          student: {transferShare: 2}        | student.transferShare: there are no transfer texts; give files with student.transfer or take it out
          optimisation: {schedule: warm-up}  | optimisation.schedule: a warm-up of no steps; set optimisation.warmUp to 1 or more
          optimisation: {clipNorm: 0}        | optimisation.clipNorm: expected a number above 0, found "0"
          baselines: [svm]                   | baselines: expected one of linear, constant, found "svm"
          baselines: [linear, linear]        | baselines: "linear" is listed twice; remove one
          trainings: [baseline]              | trainings: expected one of teacher, standalone, standalone-weighted, distilled, found "baseline"
          folds: {count: 1}                  | folds.count: expected a whole number of at least 2, found "1"
          folds: {count: "3"}                | folds.count: expected a whole number of at least 2, found "3"
          folds: {count: 3.5}                | folds.count: expected a whole number of at least 2, found "3.5"
          folds: {count: 99999999999}        | folds.count: expected a whole number of at least 2, found "99999999999"
          folds: {count: [3]}                | folds.count: expected a whole number of at least 2, found a list
          folds: {count: }                   | folds.count: expected a whole number of at least 2, found nothing
          folds: 3                           | folds: expected a map with keys out of count, field, run, validation, method, found "3"
          folds: {run: [5]}                  | folds.run: there is no fold 5; 5 folds are numbered 0 to 4
          folds: {run: [-1]}                 | folds.run: expected a whole number of at least 0, found "-1"
          folds: {run: [1, 1]}               | folds.run: "1" is listed twice; remove one
          folds: {run: []}                   | folds.run: expected [all] or a list of folds, each a whole number of at least 0, found an empty list
          folds: {validation: 1}             | folds.validation: expected a number above 0 and below 1, found "1"
          folds: {validation: 0}             | folds.validation: expected a number above 0 and below 1, found "0"
          folds: {validation: .nan}          | folds.validation: expected a number above 0 and below 1, found ".nan"
          folds: {method: random}            | folds.method: expected one of rarest-first, iterative, found "random"
          teacher: {classWeights: [1, 0]}    | teacher.classWeights: expected a number above 0, found "0"
          teacher: {classWeights: [-1]}      | teacher.classWeights: expected a number above 0, found "-1"
          teacher: {classWeights: [1, 1.0]}  | teacher.classWeights: "1.0" is listed twice; remove one
          teacher: {classWeights: []}        | teacher.classWeights: expected a list of class weights, each a number above 0, found an empty list
          teacher: {select: macro-f1}        | teacher.select: expected one of f1, loss, found "macro-f1"
          student: {monitor: f1}             | student.monitor: expected one of micro-f1, macro-f1, weighted-f1, subset-accuracy, loss, found "f1"
          optimisation: {epochs: 0}          | optimisation.epochs: expected a whole number of at least 1, found "0"
          optimisation: {learningRate: 0}    | optimisation.learningRate: expected a number above 0, found "0"
          optimisation: {learningRate: 1e999} | optimisation.learningRate: expected a number above 0, found "1e999"
          architectures: [textcnn: {dropout: 1}] | architectures.textcnn.dropout: expected a number of at least 0 and below 1, found "1"
          architectures: [textcnn: {widths: []}] | architectures.textcnn.widths: expected a list of filter widths, each a whole number of at least 1, found an empty list
          architectures: [text-cnn]          | architectures: unknown architecture text-cnn; did you mean textcnn?
          architectures: [transformer]       | architectures: unknown architecture transformer; available: textrnn, textcnn, han, gru-att
          architectures: [textcnn, textcnn]  | architectures: textcnn is listed twice; remove one
          architectures: []                  | architectures: expected a list of architectures (textrnn, textcnn, han, gru-att), each a name or {name: {settings}}, found an empty list
          encoding: {sentences: 70000, wordsPerSentence: 70000} | encoding.sentences: 70000 sentences of 70000 words are no layout of a document; give each 1 or more, and smaller numbers
          trainings: [distilled]             | trainings: distilled learns from the teacher; add teacher
          trainings: [standalone-weighted]   | trainings: standalone-weighted finds its class weights with the standalone student; add standalone
          trainings: [student]               | trainings: expected one of teacher, standalone, standalone-weighted, distilled, found "student"
          vectors: {train: {dimension: 9}}   | vectors.train.dimension: unknown key; did you mean vectors.train.dimensions?
          vectors: {path: v, train: {}}      | vectors: give not both of vectors.path and vectors.train
          vectors: {dimensions: 8, train: {}} | vectors.dimensions: vectors.train.dimensions is 300; take one of them out or make them equal
          vectors: {train: {subsample: 1}}   | vectors.train.subsample: expected a number of at least 0 and below 1, found "1"
          vectors: {dimensions: 0}           | vectors.dimensions: expected a whole number of at least 1, found "0"
          segmentation: {segmenter: jieba}   | segmentation.segmenter: expected one of hanlp, hanlp-traditional, english, characters, whitespace, ckip, found "jieba"
          segmentation: {segmenter: ckip}    | segmentation.segmenter: ckip reads a model; give its directory with segmentation.model
          segmentation: {model: m}           | segmentation.model: only segmenter: ckip reads it; take it out
          segmentation: {delimiters: false}  | segmentation.delimiters: only segmenter: ckip reads it; take it out
          segmentation: {normalize: true}    | segmentation.normalize: only segmenter: ckip reads it; take it out
          evaluation: {threshold: 1}         | evaluation.threshold: expected a number above 0 and below 1, found "1"
          seed: one                          | seed: expected a whole number, found "one"
          seed: 9223372036854775808          | seed: expected a whole number, found "9223372036854775808"
          seed: 1_000                        | seed: expected a whole number, found "1_000"
          seed: 0o7                          | seed: expected a whole number, found "0o7"
          seed: 2001-01-01                   | seed: expected a whole number, found "2001-01-01"
          seed: &a !!int "3"                 | seed: expected a whole number, found "3"
          seed: *a                           | not valid YAML: found undefined alias a
          seed: 3 : 4                        | not valid YAML: mapping values are not allowed here
          <<: {seed: 3}                      | <<: unknown key; known here: name, recipe, corpus, segmentation, vectors, encoding, architectures, trainings, baselines, teacher, encoder, student, optimisation, folds, evaluation, export, seed, seeds
          name: other                        | name: this key is given twice; remove one
          [a]: 1                             | a key must be a word, not a list or map
          """)
  void namesFileLineKeyAndRemedy(String line, String expected) throws IOException {
    assertThat(error(MINIMAL + line + "\n")).isEqualTo("e.yaml:3: " + expected);
  }

  /** The corpus is on the second line, the folds are on the third. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {path: c, split: s}   | {count: 3} | 3: folds.count: corpus.split says already which folds there are; take one of them out
          {path: c, split: s}   | {field: f} | 3: folds.field: corpus.split brings a split already; take one of them out
          {path: c, split: s}   | {run: [1]} | 3: folds.run: there is no fold 1; the corpus' own split is fold 0 and the only one
          {train: a, test: b}   | {field: f} | 3: folds.field: corpus.train brings a split already; take one of them out
          {train: a, test: b}   | {count: 3} | 3: folds.count: corpus.train says already which folds there are; take one of them out
          {path: c}             | {count: 3, field: f} | 3: folds.count: folds.field says already which folds there are; take one of them out
          {generate: {}}        | {field: f} | 3: folds.field: a generated corpus has no folds; take it out or give corpus.path
          {generate: {}, split: s} | {} | 2: corpus.split: a generated corpus has no split; take it out or give corpus.path
          {train: a, test: b, path: c} | {} | 2: corpus.path: corpus.train and corpus.test say already what the corpus is; take out the one or the others
          {train: a, test: b, split: s} | {} | 2: corpus.split: corpus.train and corpus.test say already what the corpus is; take out the one or the others
          {train: a, test: b, generate: {}} | {} | 2: corpus.generate: corpus.train and corpus.test say already what the corpus is; take out the one or the others
          {train: a}            | {} | 2: corpus.train: a split needs corpus.test too; give that file
          {test: a}             | {} | 2: corpus.test: a split needs corpus.train too; give that file
          {path: c, validation: a} | {} | 2: corpus.validation: a split needs corpus.train too, and no corpus.path; give that file and take corpus.path out
          {path: c, train: a}   | {} | 2: corpus.train: a split needs corpus.test too, and no corpus.path; give that file and take corpus.path out
          {train: a, test: ./a} | {} | 2: corpus.test: is the file of corpus.train too; give each part its own
          {}                    | {} | 2: corpus: give one of corpus.path, corpus.train with corpus.test, and corpus.generate
          """)
  void refusesContradictionsOfSplitsAndFolds(String corpus, String folds, String expected)
      throws IOException {
    assertThat(error("name: mini\ncorpus: " + corpus + "\nfolds: " + folds + "\n"))
        .isEqualTo("e.yaml:" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          folds.count=1            | `override: folds.count`: expected a whole number of at least 2, found "1"
          folds.cuont=3            | `override: folds.cuont`: unknown key; did you mean folds.count?
          fold.count=3             | `override: fold.count`: fold: unknown key; did you mean folds?
          seed.x=3                 | `override: seed.x`: seed: holds "4", not keys
          folds.count              | `override: folds.count`: expected KEY=VALUE, such as `override: 'optimisation.epochs=3'`
          =3                       | `override: =3`: expected KEY=VALUE, such as `override: 'optimisation.epochs=3'`
          architectures.han.units=5 | `override: architectures.han.units`: unknown key; known here: wordHidden, wordAttention, sentenceHidden, sentenceAttention, dropout, channels, batchSize
          architectures.bert.units=5 | `override: architectures.bert.units`: architectures: bert is not among them: textrnn, textcnn, han, gru-att
          architectures.gru-att.bidirectional=2 | `override: architectures.gru-att.bidirectional`: expected true or false, found "2"
          architectures.textcnn.x=5 | `override: architectures.textcnn.x`: unknown key; known here: widths, filters, chunks, bottleneck, dropout, channels, batchSize
          folds.run=[7]            | `override: folds.run`: there is no fold 7; 5 folds are numbered 0 to 4
          folds.run=0,,1           | `override: folds.run`: expected a whole number of at least 0, found nothing
          folds.run=0,0            | `override: folds.run`: "0" is listed twice; remove one
          architectures=han,bert   | `override: architectures`: unknown architecture bert; available: textrnn, textcnn, han, gru-att
          folds.run=[1             | `override: folds.run`: expected a whole number of at least 0, found "[1"
          corpus.generate.documents=0 | `override: corpus.generate.documents`: expected a whole number of at least 10, found "0"
          """)
  void namesTheOverride(String override, String expected) throws IOException {
    assertThat(error(MINIMAL + "seed: 4\n", override)).isEqualTo(expected);
  }

  @Test
  void refusesACorpusFromNowhereOrFromTwoPlaces() throws IOException {
    assertThat(error("name: a\n"))
        .isEqualTo(
            "e.yaml:1: corpus: give one of corpus.path, corpus.train with corpus.test, and"
                + " corpus.generate");
    assertThat(error("name: a\ncorpus: {path: x, generate: {}}\n"))
        .isEqualTo("e.yaml:2: corpus: give not both of corpus.path and corpus.generate");
  }

  @Test
  void refusesToExportWhatIsNotTrained() throws IOException {
    assertThat(error(MINIMAL + "trainings: [teacher]\nexport: {trainings: [distilled]}\n"))
        .isEqualTo(
            "e.yaml:4: export.trainings: distilled is not trained; add it to trainings or take it"
                + " out here");
  }

  @Test
  void requiresAUsableName() throws IOException {
    assertThat(error("corpus: {generate: {}}\n"))
        .startsWith("e.yaml:1: name: this key is required");
    assertThat(error("name: ../up\ncorpus: {generate: {}}\n"))
        .startsWith("e.yaml:1: name: expected");
  }

  @Test
  void refusesWhatIsNotAMapOfKeys() throws IOException {
    assertThat(error("")).startsWith("e.yaml:1: expected the keys of an experiment");
    assertThat(error("- a\n")).startsWith("e.yaml:1: expected the keys of an experiment");
    assertThat(error("name: a\nfolds: {count: 3\nseed: 1\n")).contains("not valid YAML");
    assertThat(error("name: a\n\tfolds: 3\n")).startsWith("e.yaml:2: not valid YAML");
    assertThat(error("name: a\u0001\n")).contains("not valid YAML");
    assertThat(error("name: a\ncorpus: &a {path: x, generate: *a}\n"))
        .isEqualTo("e.yaml:2: nested deeper than 20 levels; take the alias out");
    assertThat(error("name: a\nx: " + "[".repeat(30) + "]".repeat(30) + "\n"))
        .isEqualTo("e.yaml:2: nested deeper than 20 levels");
    assertThat(error("name: a\n---\nname: b\n"))
        .isEqualTo("e.yaml:3: not valid YAML: there is more than one document");
  }

  @Test
  void refusesFilesThatAreNotThereOrNotText() throws IOException {
    assertThat(error(directory.resolve("none.yaml"))).contains("none.yaml: does not exist");
    assertThat(error(directory)).contains("is a directory");
    Path big5 = Files.write(directory.resolve("big5.yaml"), new byte[] {(byte) 0xA4, 'n'});
    assertThat(error(big5)).contains("is not UTF-8");
    Path sheet = Files.write(directory.resolve("t.xlsx"), new byte[] {'P', 'K', 3, 4, (byte) 0xA4});
    assertThat(error(sheet))
        .startsWith(sheet + ": is a spreadsheet; save it as CSV in UTF-8")
        .endsWith("; an experiment file is YAML");
  }
}
