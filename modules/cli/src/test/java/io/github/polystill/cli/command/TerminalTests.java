package io.github.polystill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTests {
  @Test
  void readsTheWidthThatSttyPrints() {
    assertThat(Terminal.columnsIn("24 132\n")).isEqualTo(132);
    assertThat(Terminal.columnsIn("0 0\n")).isEqualTo(80);
    assertThat(Terminal.columnsIn("unknown")).isEqualTo(80);
  }
}
