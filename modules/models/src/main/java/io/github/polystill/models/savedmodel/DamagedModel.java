package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** What is said of a model whose files are not as they were written. */
final class DamagedModel {
  /** TensorFlow Java and what it is made of. */
  private static final List<String> TENSORFLOW =
      List.of("org.tensorflow.", "org.bytedeco.", "com.google.protobuf.");

  /** Java's own, by which any code may come to an exception. */
  private static final List<String> JAVA = List.of("java.", "javax.", "jdk.", "sun.");

  private DamagedModel() {}

  /** One line that names the model. */
  static InvalidInputException because(Path directory, String why) {
    return because(directory, why, null);
  }

  /** The same with what has shown it. */
  static InvalidInputException because(Path directory, String why, Throwable cause) {
    return InvalidInputException.of(
        cause,
        "%s: the SavedModel is damaged (%s); export it again with polystill export",
        directory,
        why);
  }

  /** One line that names the model and an output of it. */
  static InvalidInputException unlikeItsSignature(Path directory, String output) {
    return because(directory, "output " + output + " is not what it should be");
  }

  /**
   * What TensorFlow makes of a model. It meets a damaged one with exceptions of many types, and
   * TensorFlow Java trusts what it finds in one. Those that our own code throws are passed on.
   *
   * @throws InvalidInputException where it is damaged
   */
  static <T> T undamaged(Path directory, Supplier<T> result) {
    try {
      return result.get();
    } catch (TFResourceExhaustedException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!isOfTensorFlow(e)) {
        throw e;
      }
      throw because(directory, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  /** Whether TensorFlow threw it, be it by way of Java's own classes. */
  private static boolean isOfTensorFlow(RuntimeException e) {
    return Stream.of(e.getStackTrace())
        .map(StackTraceElement::getClassName)
        .filter(name -> JAVA.stream().noneMatch(name::startsWith))
        .findFirst()
        .filter(name -> TENSORFLOW.stream().anyMatch(name::startsWith))
        .isPresent();
  }
}
