package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTests {
  @Test
  void readsTheWidthThatSttyPrints() {
    assertThat(Terminal.columnsIn("24 132\n")).contains(132);
    assertThat(Terminal.columnsIn("0 0\n")).isEmpty();
    assertThat(Terminal.columnsIn("")).isEmpty();
  }
}
