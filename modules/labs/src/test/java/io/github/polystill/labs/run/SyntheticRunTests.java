package io.github.polystill.labs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SyntheticRunTests {

  @Test
  void endsAfterSoManyTrials() throws Exception {
    List<Integer> finished = new ArrayList<>();

    new SyntheticRun(9, 40, 2).run(10, finished::add);

    assertThat(finished).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void everyLabelNeedsADocument() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SyntheticRun(41, 40, 1));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsLookedAtEarlyAndAtTheEnd() throws Exception {
    MemoryBenchmark.Row row = MemoryBenchmark.run(24, 2);

    assertThat(row.trials()).isEqualTo(24);
    assertThat(row.ratio()).isEqualTo((double) row.rssBytes() / row.earlyRssBytes());
    assertThat(row.earlyRssBytes()).isGreaterThan(50_000_000);
  }
}
