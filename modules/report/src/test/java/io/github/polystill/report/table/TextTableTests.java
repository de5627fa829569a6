package io.github.polystill.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTableTests {
  @Test
  void alignsChineseAndLatinText() {
    TextTable table = new TextTable(TextTable.left("label"), TextTable.right("documents"));
    table.row("注意事項", 1989).row("drugs", 7).rule().row("total", 1996);
    assertThat(table)
        .hasToString(
            """
            label     documents
            -------------------
            注意事項       1989
            drugs             7
            -------------------
            total          1996
            """);
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    TextTable table = new TextTable(TextTable.left("a"));
    table.row("x\u001b[31m\ny\t");
    assertThat(table).hasToString("a\n---------\nx [31m y\n");
  }

  @Test
  void everyRowHasEveryColumn() {
    TextTable table = new TextTable(TextTable.left("a"), TextTable.left("b"));
    assertThatIllegalArgumentException().isThrownBy(() -> table.row("only one"));
  }

  /** Widths as Python's unicodedata.east_asian_width and combining give them. */
  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "藥物, 4",
    "銀髮族, 6",
    "，。「」, 8",
    "ＡＢ, 4",
    "ｱｲ, 2",
    "한국어, 6",
    "かな, 4",
    "é, 1",
    "e\u0301, 1",
    "±–…, 3",
    "𠀀, 2",
    "😀, 2",
    "①, 1",
    "a\u200bb, 2",
  })
  void countsColumns(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"銀髮族, 6, 銀髮族", "銀髮族, 5, 銀髮…", "銀髮族, 4, 銀…", "abcdef, 4, abc…"})
  void truncatesToColumns(String text, int columns, String expected) {
    assertThat(DisplayWidth.truncate(text, columns)).isEqualTo(expected);
  }
}
