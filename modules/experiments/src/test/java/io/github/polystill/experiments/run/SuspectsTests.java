package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.report.html.SuspectLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectsTests {
  private static final float NONE = Float.NaN;
  private static final float[] NOT_ASKED = {};

  @TempDir private Path directory;

  private static Suspects suspects(float[][]... answers) {
    Suspects suspects =
        new Suspects(
            Corpus.of(
                List.of(
                    document("one,\"1\"", "a"), document("two", "a", "b"), document("three", "b")),
                1));
    for (float[][] logits : answers) {
      suspects.add(logits);
    }
    return suspects;
  }

  private static Document document(String id, String... labels) {
    return new Document(id, "text", List.of(labels), Optional.empty());
  }

  @Test
  void theWorstByTheMeanOfAllAnswersStandFirst() {
    float[][] first = {{2, -3}, {-1, 1}, NOT_ASKED};
    float[][] second = {{2, -3}, {NONE, -2}, {3, 2}};
    float[][] third = {NOT_ASKED, {-1, -2}, {1, 2}};
    List<SuspectLabel> found = suspects(first, second, third).worstFirst();
    assertThat(found)
        .extracting(it -> it.id() + " " + it.label() + " " + it.given())
        .containsExactly("three a false", "two a true", "two b true");
    assertThat(found.get(0).probability()).isCloseTo((0.952574 + 0.731059) / 2, within(1e-6));
    assertThat(found.get(2).probability()).isCloseTo((0.731059 + 2 * 0.119203) / 3, within(1e-6));
    assertThat(found).extracting(SuspectLabel::experts).containsExactly(2, 2, 3);
    assertThat(found).extracting(SuspectLabel::against).containsExactly(2, 2, 2);
    assertThat(suspects(third, second, first).worstFirst()).isEqualTo(found);
  }

  @Test
  void theFileGivesThemBackAndADamagedOneIsNamed() throws IOException {
    Path file = directory.resolve("suspects.csv");
    List<SuspectLabel> found = suspects(new float[][] {{-1, 2}, NOT_ASKED, {0, 0}}).worstFirst();
    Suspects.write(file, found);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            id,label,given,probability,experts,against
            "one,""1\""",b,0,0.880797,1,1
            "one,""1\""",a,1,0.268941,1,1
            """);
    assertThat(Suspects.read(file))
        .extracting(SuspectLabel::id)
        .containsExactly("one,\"1\"", "one,\"1\"");
    for (String broken : List.of("0.880797", "probability", ",b,0")) {
      Files.writeString(file, Files.readString(file).replace(broken, "\"x"));
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> Suspects.read(file))
          .withMessageStartingWith(file + ": damaged; ");
      Suspects.write(file, found);
    }
  }
}
