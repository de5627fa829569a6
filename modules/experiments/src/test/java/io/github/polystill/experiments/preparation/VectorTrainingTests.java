package io.github.polystill.experiments.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorTrainingTests {
  /** The last document is the test part and the one before it the validation part. */
  private static final Fold FIRST =
      new Fold(0, new int[] {0, 1, 2, 3}, new int[] {4}, new int[] {5});

  private static final Fold OTHER =
      new Fold(1, new int[] {2, 3, 4, 5}, new int[] {1}, new int[] {0});

  @TempDir private Path directory;
  private Path cache;
  private final List<String> messages = new ArrayList<>();
  private boolean cancelled;

  private void throwIfCancelled() {
    if (cancelled) {
      throw new CancellationException();
    }
  }

  @BeforeEach
  void chooseCache() {
    cache = directory.resolve("cache");
  }

  private static SegmentedCorpus corpus() {
    List<Document> documents =
        Stream.of("頭痛 吃 藥", "發燒 吃 藥", "咳嗽 喝 水", "頭痛 喝 水", "validation 吃 藥", "leak leak 喝 水")
            .map(text -> document(text))
            .toList();
    return CorpusSegmenter.segment(
        Corpus.of(documents, 1),
        Segmenters.byName("whitespace"),
        1,
        Optional.empty(),
        (done, all) -> {});
  }

  private static Document document(String text) {
    return new Document(text, text, List.of("a", "b"), Optional.empty());
  }

  private VectorTraining.Trained train(Fold fold, String... overrides) throws IOException {
    Path file = directory.resolve("e.yaml");
    Files.writeString(
        file,
        """
        name: e
        corpus: {generate: {documents: 60}}
        segmentation: {segmenter: whitespace}
        vectors: {train: {dimensions: 8, minCount: 1, epochs: 1, subsample: 0}}
        """);
    Experiment experiment = ExperimentFile.read(file, List.of(overrides)).experiment();
    Map<String, String> checksums = new HashMap<>();
    for (String text : experiment.vectors().train().orElseThrow().texts()) {
      checksums.put(text, ContentHash.ofFile(Path.of(text)));
    }
    return new VectorTraining(
            experiment, corpus(), checksums, cache, messages::add, this::throwIfCancelled)
        .vectorsFor(fold);
  }

  private static List<String> words(VectorTraining.Trained trained) throws IOException {
    return WordVectors.read(trained.file()).words();
  }

  /** What was made of the file as lines of text must not be taken for what its texts give. */
  @Test
  void readsTheTextsOfCorporaAlone() throws IOException {
    Path csv = Files.writeString(directory.resolve("c.csv"), "id,content\nr0,貧血 喝 水\n");
    String texts = "vectors.train.texts=[" + csv + "]";
    List<String> found = words(train(FIRST, texts, "vectors.train.textField=content"));
    assertThat(found).contains("貧血", "頭痛").noneMatch(word -> word.contains("r0"));
    assertThatThrownBy(() -> train(FIRST, texts))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(csv + ":1: the header has no column \"text\"")
        .hasMessageContaining("vectors.train.textField");
  }

  @Test
  void wordsOfValidationAndTestDocumentsAreNotTrained() throws IOException {
    VectorTraining.Trained trained = train(FIRST);

    assertThat(words(trained)).containsExactlyInAnyOrder("頭痛", "吃", "藥", "發燒", "咳嗽", "喝", "水");
    // "leak" twice and "validation" of 19 words.
    assertThat(trained.remark())
        .isEqualTo(
            "Word vectors of fold 0 were trained on its training part;"
                + " 15.8 % of all words of the corpus have none.");
    assertThat(words(train(OTHER))).contains("leak", "validation").doesNotContain("發燒");
  }

  @Test
  void theWholeCorpusServesAllFoldsWhereItIsAskedFor() throws IOException {
    VectorTraining.Trained first = train(FIRST, "vectors.train.includeWholeCorpus=true");
    VectorTraining.Trained other = train(OTHER, "vectors.train.includeWholeCorpus=true");

    assertThat(words(first)).contains("leak", "validation", "發燒");
    assertThat(other).isEqualTo(first);
    assertThat(first.remark())
        .isEqualTo(
            "Word vectors were trained on all documents, those of the test parts included;"
                + " 0.0 % of all words of the corpus have none.");
  }

  @Test
  void furtherTextIsTrainedOn() throws IOException {
    Path text = Files.writeString(directory.resolve("more.txt"), "維基 頭痛\n維基 喝 leak\n");
    VectorTraining.Trained trained = train(FIRST, "vectors.train.texts=" + text);
    assertThat(words(trained)).contains("維基", "leak");
    assertThat(trained.remark()).contains("training part and " + text + "; 5.3 % of all words");

    Files.writeString(text, "維基 頭痛\n維基 喝 其他\n");
    assertThat(train(FIRST, "vectors.train.texts=" + text).file()).isNotEqualTo(trained.file());
  }

  @Test
  void trainsOnceForTheSameTextsAndSettings() throws IOException {
    VectorTraining.Trained first = train(FIRST);
    byte[] bytes = Files.readAllBytes(first.file());
    assertThat(messages).isNotEmpty();
    messages.clear();

    assertThat(train(FIRST)).isEqualTo(first);
    assertThat(messages).isEmpty();
    assertThat(cache).isDirectoryContaining(path -> path.equals(first.file()));
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).containsExactly(first.file());
    }

    for (String setting :
        List.of("dimensions=9", "window=4", "negatives=4", "epochs=2", "algorithm=cbow")) {
      assertThat(train(FIRST, "vectors.train." + setting).file()).isNotEqualTo(first.file());
    }
    assertThat(train(FIRST, "vectors.seed=5").file()).isNotEqualTo(first.file());

    Files.delete(first.file());
    train(FIRST);
    assertThat(first.file()).hasBinaryContent(bytes);
  }

  @Test
  void aTrainingThatIsCancelledLeavesNoVectorsAndCanBeRepeated() throws IOException {
    cancelled = true;
    assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> train(FIRST));
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".vectors"));
    }
    cancelled = false;
    assertThat(words(train(FIRST))).hasSize(7);
  }

  @Test
  void refusesTextsOfTooFewWords() {
    assertThatThrownBy(() -> train(FIRST, "vectors.train.minCount=100"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}
