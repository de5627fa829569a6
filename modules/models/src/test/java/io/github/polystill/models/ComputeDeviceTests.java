package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.ConfigProto;

/** What can be tested without a GPU. */
class ComputeDeviceTests {
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
