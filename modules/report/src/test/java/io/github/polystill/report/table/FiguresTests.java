package io.github.polystill.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTests {
  @ParameterizedTest
  @CsvSource({
    "0.00996, 0.00996",
    "0.009999996, 0.009999996",
    "0.01, 0.0100",
    "0.010001, 0.0100",
    "0.0099, 0.0099",
    "0.00005, < 0.0001",
    "0.0001, 0.0001",
    "1, 1.0000",
    ", –"
  })
  void pValuesShowOnWhichSideOfTheLevelTheyAre(Double p, String shown) {
    assertThat(Figures.pValue(p)).isEqualTo(shown);
  }
}
