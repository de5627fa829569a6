package io.github.polystill.experiments.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransferTextsTests {
  private static final int DOCUMENTS = 20;

  @TempDir private Path directory;

  /** Of 40 characters that no other text has. */
  private static String text(int number) {
    return IntStream.range(0, 40)
        .mapToObj(i -> Character.toString(0x4E00 + 40 * number + i))
        .collect(Collectors.joining());
  }

  private List<TransferTexts.OfFold> read(List<String> texts, String... overrides)
      throws IOException {
    StringBuilder corpus = new StringBuilder("text,labels\n");
    for (int i = 0; i < DOCUMENTS; i++) {
      corpus.append(text(i)).append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    Files.writeString(directory.resolve("c.csv"), corpus);
    Files.writeString(directory.resolve("t.csv"), "text\n" + String.join("\n", texts) + "\n");
    Path file =
        Files.writeString(
            directory.resolve("e.yaml"),
            "name: e\ncorpus: {path: c.csv}\nsegmentation: {segmenter: characters}\n"
                + "folds: {count: 4}\nstudent: {transfer: [t.csv]}\n");
    Experiment experiment = ExperimentFile.read(file, List.of(overrides)).experiment();
    PreparedCorpus prepared =
        CorpusPreparation.prepare(experiment, 1, Optional.empty(), (done, total) -> {});
    TransferTexts transfer =
        TransferTexts.read(
            experiment,
            prepared.segmented().corpus(),
            prepared.folds(),
            1,
            Optional.empty(),
            (done, total) -> {});
    List<TransferTexts.OfFold> all = new ArrayList<>();
    for (Fold fold : prepared.folds()) {
      TransferTexts.OfFold its = transfer.of(fold);
      for (int document :
          IntStream.concat(IntStream.of(fold.test()), IntStream.of(fold.validation())).toArray()) {
        String first = text(document).substring(5, 6);
        assertThat(its.texts()).noneMatch(it -> it.words().contains(first));
      }
      all.add(its);
    }
    return all;
  }

  @Test
  void aFoldHasNothingOfItsOwnValidationAndTestTexts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      texts.add(text(100 + i).substring(0, 9) + text(i).substring(5, 35) + "x");
    }
    for (TransferTexts.OfFold its : read(texts)) {
      assertThat(its.evaluated()).isGreaterThan(DOCUMENTS / 4);
      assertThat(its.texts()).hasSize(DOCUMENTS - its.evaluated());
      assertThat(its.repeated()).isZero();
    }
  }

  @Test
  void repetitionsAreLeftOut() throws IOException {
    List<String> texts = List.of(text(50), text(51), text(50), text(0), "  " + text(51) + " ");
    for (TransferTexts.OfFold its : read(texts)) {
      assertThat(its.texts()).hasSize(2);
      assertThat(its.evaluated() + its.repeated()).isEqualTo(3);
      assertThat(its.read()).isEqualTo(5);
    }
  }

  @Test
  void noMoreAreKeptThanCanBeLearnt() throws IOException {
    List<String> texts = IntStream.range(50, 150).mapToObj(TransferTextsTests::text).toList();
    assertThat(read(texts)).allMatch(it -> it.texts().size() == 100);
    // Of 20 documents a fold trains on 12 or 13.
    String[] settings = {"student.transferShare=0.5", "student.epochs=3"};
    assertThat(read(texts, settings)).allMatch(it -> it.texts().size() <= 3 * 7);
    assertThat(read(texts, settings)).allMatch(it -> it.texts().size() >= 3 * 6);
  }

  @Test
  void aFoldWithoutAnyIsRefused() throws IOException {
    List<String> corpus = IntStream.range(0, DOCUMENTS).mapToObj(TransferTextsTests::text).toList();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(corpus))
        .withMessageMatching(
            "student.transfer: of 20 texts fold 0 can learn none: \\d+ have 30 characters in a row"
                + " in common with its validation or test texts, \\d+ repeat training texts or each"
                + " other; give other texts");
    Path empty = Files.writeString(directory.resolve("empty.txt"), "\n");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(corpus, "student.transfer=['" + empty + "']"))
        .withMessageEndingWith("empty.txt has no text; give a file that has, or take it out");
  }
}
