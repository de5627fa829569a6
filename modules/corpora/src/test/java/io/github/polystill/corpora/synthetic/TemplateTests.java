package io.github.polystill.corpora.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTests {
  private static Template template(String text) {
    return Template.parse(new Section.Line("test.txt:7", text));
  }

  @Test
  void expandsEveryCombinationAndNothingElse() {
    Template template = template("[甲|乙{x}|]中{y}[丙|丁]");
    Dice dice = new Dice(1);
    Set<String> expansions = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      expansions.add(template.expand(slot -> slot.equals("x") ? "一" : "二", dice));
    }
    assertThat(expansions)
        .containsExactlyInAnyOrder("甲中二丙", "甲中二丁", "乙一中二丙", "乙一中二丁", "中二丙", "中二丁");
    assertThat(template.slots()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "甲{}; empty slot",
        "甲{乙; no } for the bracket at column 2",
        "甲[乙|丙; no ] for the bracket at column 2",
        "甲[乙]; only one alternative: [乙]",
        "[甲|[乙|丙]]; unexpected [ at column 1",
        "甲]乙; unexpected ] at column 2",
        "甲|乙; unexpected | at column 2",
        "甲}乙; unexpected } at column 2"
      })
  void namesTheLineOfAMistake(String text, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template(text))
        .withMessage("test.txt:7: " + problem);
  }
}
