package io.github.polystill.models;

import io.github.polystill.data.InvalidInputException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.types.TFloat32;

/**
 * Where networks are trained. A GPU needs a build with TensorFlow's GPU library (Maven's {@code
 * -Dgpu}); operations that it does not have run on the CPU.
 *
 * @param gpu number of the GPU, empty for the CPU
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ComputeDevice(OptionalInt gpu) {
  public static final ComputeDevice CPU = new ComputeDevice(OptionalInt.empty());

  private static final Pattern GPU = Pattern.compile("gpu(?::([0-9]{1,3}))?");

  /**
   * The device of a name.
   *
   * @param name {@code cpu}, {@code gpu}, {@code gpu:1}, or {@code auto} for the first GPU if there
   *     is one that TensorFlow can use
   * @throws InvalidInputException for another name, or a GPU that is not there
   */
  public static ComputeDevice of(String name) {
    if (name.equals("cpu")) {
      return CPU;
    }
    if (name.equals("auto")) {
      return isUsable(0) ? new ComputeDevice(OptionalInt.of(0)) : CPU;
    }
    Matcher matcher = GPU.matcher(name);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "there is no device " + name + "; give auto, cpu, gpu or gpu:N with its number");
    }
    int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    if (!isUsable(number)) {
      throw new InvalidInputException(
          "TensorFlow finds no GPU "
              + number
              + "; it needs an NVIDIA GPU and a build with -Dgpu, else give cpu");
    }
    return new ComputeDevice(OptionalInt.of(number));
  }

  /**
   * Tries it: an operation that must run there and nowhere else. With one thread of the CPU, since
   * the first session of a process decides for all how many share an operation, and so last digits.
   */
  private static boolean isUsable(int number) {
    DeviceSpec spec =
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(number).build();
    ConfigProto growing =
        SessionOptions.singleThreaded().toBuilder()
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .build();
    try (Graph graph = new Graph();
        Session session = new Session(graph, growing)) {
      Ops tf = Ops.create(graph).withDevice(spec);
      Operand<TFloat32> sum = tf.math.add(tf.constant(1f), tf.constant(2f));
      session.runner().fetch(sum).run().close();
      return true;
    } catch (TensorFlowException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether it is a GPU. */
  public boolean isGpu() {
    return gpu.isPresent();
  }

  /** Such as 2.18.0. Loads the native library on first use, which takes a second. */
  public static String tensorFlowVersion() {
    return TensorFlow.version();
  }

  /** TensorFlow's version, and that it runs on a GPU if it does: what decides the last digits. */
  public String platform() {
    return tensorFlowVersion() + (isGpu() ? " gpu" : "");
  }

  /**
   * The configuration of a session: one thread of the CPU, see {@link
   * SessionOptions#singleThreaded()}, and no GPU but this one, whose memory is taken as it is
   * needed, since several sessions share it.
   */
  public ConfigProto sessionConfig() {
    ConfigProto.Builder config = SessionOptions.singleThreaded().toBuilder();
    if (gpu.isEmpty()) {
      return config.putDeviceCount("GPU", 0).build();
    }
    return config
        .setAllowSoftPlacement(true)
        .setGpuOptions(
            GPUOptions.newBuilder()
                .setAllowGrowth(true)
                .setVisibleDeviceList(Integer.toString(gpu.getAsInt())))
        .build();
  }

  /** {@code cpu} or such as {@code gpu:0}. */
  @Override
  public String toString() {
    return isGpu() ? "gpu:" + gpu.getAsInt() : "cpu";
  }
}
