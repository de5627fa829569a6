package io.github.polystill.labs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OtherJobsTests {

  @Test
  void machineTicksAreAllButIdleAndWaiting() {
    String stat = "cpu  10 20 30 4000 500 6 7 8 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";

    assertThat(OtherJobs.machineTicks(stat)).isEqualTo(10 + 20 + 30 + 6 + 7);
  }

  @Test
  void ownTicksAreThoseOfTheProcessAndItsChildrenWhateverItsName() {
    String stat = "42 (a) b) R 1 2 3 4 5 6 7 8 9 10 100 200 300 400 20 0 1 0 57887";

    assertThat(OtherJobs.ownTicks(stat)).isEqualTo(1000);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ownWorkIsNotThatOfOthers() {
    OtherJobs jobs = OtherJobs.watch();
    long end = System.nanoTime() + 300_000_000;
    double sum = 0;
    while (System.nanoTime() < end) {
      sum += Math.sqrt(sum + 1);
    }

    assertThat(sum).isPositive();
    assertThat(jobs.cores().orElseThrow())
        .isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
  }
}
