package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** What can be tested without a GPU. */
class ComputeDeviceTests {

  /**
   * A process of ours makes tensors before it opens a session. Where the first is a session, such
   * as one that looks for a GPU, TensorFlow gives tensors without values no buffer from then on,
   * and TensorFlow Java cannot fetch those; this JVM tests other classes too.
   */
  @BeforeAll
  static void makeATensorFirst() {
    TFloat32.scalarOf(1).close();
  }

  @Test
  void autoFindsWhatIsThere() {
    ComputeDevice device = ComputeDevice.of("auto");
    assertThat(device.toString()).isIn("cpu", "gpu:0");
    assertThat(ComputeDevice.of("cpu")).isEqualTo(ComputeDevice.CPU).hasToString("cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu:999", "tpu", "gpu:", "GPU", "gpu:-1", ""})
  void aDeviceThatIsNotThereIsAnError(String name) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ComputeDevice.of(name))
        .withMessageContaining("cpu")
        .withMessageNotContaining("\n");
  }

  @Test
  void oneGpuIsVisibleAtMost() {
    assertThat(ComputeDevice.CPU.sessionConfig().getDeviceCountMap()).containsEntry("GPU", 0);
    ConfigProto second = new ComputeDevice(OptionalInt.of(1)).sessionConfig();
    assertThat(second.getGpuOptions().getVisibleDeviceList()).isEqualTo("1");
    assertThat(second.getIntraOpParallelismThreads()).isEqualTo(1);
  }
}
