package io.github.polystill.experiments.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusPreparationTests {
  @TempDir private Path directory;

  private PreparedCorpus prepare(Path corpus, String... overrides) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("e.yaml"),
            "name: e\ncorpus: {path: " + corpus + "}\nsegmentation: {segmenter: characters}\n");
    Experiment experiment =
        CorpusPreparation.requireInputs(ExperimentFile.read(file, List.of(overrides)));
    return CorpusPreparation.prepare(experiment, 1, Optional.empty(), (done, total) -> {});
  }

  /** Of 40 documents the last 10 are the test part; x is on one, y on two, the others on many. */
  private Path corpus() throws IOException {
    StringBuilder lines = new StringBuilder("id,text,labels,part,fold\n");
    for (int i = 0; i < 40; i++) {
      List<String> labels = new ArrayList<>(List.of(i % 2 == 0 ? "a" : "b"));
      if (i == 5 || i == 7 || i == 8) {
        labels.add(i == 5 ? "x" : "y");
      }
      lines.append(i + ",t" + i + "," + String.join(";", labels));
      lines.append("," + (i < 30 ? "train" : "test") + "," + i % 4 + "\n");
    }
    return Files.writeString(directory.resolve("c.csv"), lines);
  }

  private void assertRefused(Path corpus, String message, String... overrides) {
    for (int seed = 1; seed < 12; seed++) {
      List<String> settings = new ArrayList<>(List.of(overrides));
      settings.add("seed=" + seed);
      assertThatExceptionOfType(InvalidInputException.class)
          .as("seed %d", seed)
          .isThrownBy(() -> prepare(corpus, settings.toArray(String[]::new)))
          .withMessage(corpus + ": " + message);
    }
  }

  private List<String> labels(Path corpus, String... overrides) throws IOException {
    return prepare(corpus, overrides).segmented().corpus().labels().names();
  }

  @Test
  void rareLabelsAreRefusedWithTheCountThatDoes() throws IOException {
    Path corpus = corpus();
    assertRefused(
        corpus,
        "2 of 4 labels have too few documents to train on in each of 5 folds: y (2), x (1); set"
            + " corpus.minLabelCount=3, which drops such labels, or lower folds.count or give more"
            + " documents");
    assertThat(labels(corpus, "corpus.minLabelCount=3")).containsExactly("a", "b");
  }

  /** What makes labels rare is said before what would drop them. */
  @Test
  void anotherSeparatorIsNamedFirst() throws IOException {
    Path corpus = corpus();
    Files.writeString(corpus, "id,text,labels,part,fold\n1,t,\"a,b\",,\n2,t,\"a,c\",,\n3,t,c,,\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> prepare(corpus))
        .withMessageMatching(
            "(?s).*c.csv: 2 of 3 cells of labels hold \",\" but corpus.labelSeparator is \";\".*; as it"
                + " is, .*");
  }

  @Test
  void soAreThoseOfASplitOfWhichValidationIsDealt() throws IOException {
    Path corpus = corpus();
    String split = "corpus.split=part";
    assertRefused(
        corpus,
        "1 of 4 labels have fewer than 2 documents outside a test part, and validation is dealt"
            + " from those: x (1); set corpus.minLabelCount=2, which drops such labels, or give a"
            + " validation part of your own or more documents",
        split);
    assertThat(labels(corpus, split, "corpus.minLabelCount=2")).containsExactly("a", "b", "y");
    Files.writeString(corpus, Files.readString(corpus).replace("20,t20,a,train", "20,t20,a,dev"));
    assertThat(labels(corpus, split)).contains("x");
    Files.writeString(corpus, Files.readString(corpus).replace("5,t5,b;x,train", "5,t5,b;x,test"));
    assertRefused(
        corpus,
        "1 of 4 labels are in no document of a training part: x (1); set corpus.minLabelCount=2,"
            + " which drops such labels, or move documents that have them into training",
        split);
  }

  @Test
  void saysHowFilesWereRead() throws IOException {
    Path corpus = corpus();
    assertThat(prepare(corpus, "corpus.minLabelCount=3").notes()).isEmpty();
    Files.writeString(corpus, Files.readString(corpus).replaceAll("(?m)^[^,]*,", ""));
    assertThat(prepare(corpus, "corpus.minLabelCount=3", "corpus.skipInvalid=true").notes())
        .containsExactly(corpus + ": no record has an id; documents are named by their line");
  }

  @Test
  void soAreThoseOfNumberedFolds() throws IOException {
    Path corpus = corpus();
    assertRefused(
        corpus,
        "2 of 4 labels have fewer than 2 documents outside a test part, and validation is dealt"
            + " from those: y (2), x (1); set corpus.minLabelCount=3, which drops such labels, or"
            + " give more documents",
        "folds.field=fold");
    assertThat(labels(corpus, "folds.field=fold", "corpus.minLabelCount=3"))
        .containsExactly("a", "b");
  }
}
