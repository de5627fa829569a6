package io.github.polystill.labs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ResidentMemoryTests {

  @Test
  void readsKilobytes() {
    assertThat(ResidentMemory.bytes("VmRSS:\t    1972 kB")).isEqualTo(1972 * 1024);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void peakIsNeverBelowWhatIsHeld() {
    long held = ResidentMemory.current().orElseThrow();

    assertThat(held).isGreaterThan(10_000_000);
    assertThat(ResidentMemory.peak().orElseThrow()).isGreaterThanOrEqualTo(held / 2);
  }
}
