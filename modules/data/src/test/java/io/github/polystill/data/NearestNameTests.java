package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTests {
  private static final List<String> KNOWN = List.of("batchSize", "epochs", "", "id");

  @Test
  void theFewestEditsWinWhateverCaseAndHyphens() {
    assertThat(NearestName.among(KNOWN, "batch_size")).hasValue("batchSize");
    assertThat(NearestName.among(KNOWN, "epoch")).hasValue("epochs");
    assertThat(NearestName.among(KNOWN, "Id")).hasValue("id");
  }

  @Test
  void whatIsFarFromAllOfThemIsNotGuessed() {
    assertThat(NearestName.among(KNOWN, "text")).isEmpty();
    assertThat(NearestName.among(List.of(), "text")).isEmpty();
  }

  @Test
  void theHintListsTheNamesWhereNoneIsNear() {
    assertThat(NearestName.hint(KNOWN, "epoch")).isEqualTo("; the nearest is \"epochs\"");
    assertThat(NearestName.hint(List.of("id", "body"), "text"))
        .isEqualTo("; there is \"id\", \"body\"");
    assertThat(NearestName.hint(List.of(""), "text")).isEmpty();
  }

  /** Sixty thousand letters against sixty thousand are four thousand million comparisons. */
  @Test
  void whatIsTooLongForANameIsNotGuessed() {
    String word = "supercalifragilistic";
    assertThat(NearestName.among(List.of(word.repeat(3) + "x"), word.repeat(3)))
        .hasValue(word.repeat(3) + "x");
    String longer = word.repeat(3000);
    assertThat(NearestName.among(List.of(longer, "id"), longer + "x")).isEmpty();
    assertThat(NearestName.among(List.of(longer), word)).isEmpty();
  }
}
