package io.github.polystill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import org.junit.jupiter.api.Test;

class StandardErrorTests {
  @Test
  void withoutTheLauncherItIsJavasOwn() {
    assertThat(StandardError.descriptor(null)).isSameAs(FileDescriptor.err);
  }

  @Test
  void whatIsNoDescriptorFallsBackToJavasOwn() {
    assertThat(StandardError.descriptor("none")).isSameAs(FileDescriptor.err);
    assertThat(StandardError.descriptor("")).isSameAs(FileDescriptor.err);
  }
}
