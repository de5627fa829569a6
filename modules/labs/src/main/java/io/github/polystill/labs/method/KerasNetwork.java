package io.github.polystill.labs.method;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network of an experiment as the Keras side builds it.
 *
 * @param options of {@code keras_train.network}
 */
record KerasNetwork(List<String> options) {

  /**
   * The same network.
   *
   * @throws InvalidInputException where the Keras side has no such network
   */
  static KerasNetwork of(ArchitectureSettings architecture) {
    List<String> options = new ArrayList<>(List.of("--architecture", architecture.name()));
    Map<String, Object> sizes = architecture.network().sizes();
    require(
        List.of("textrnn", "textcnn", "han", "gru-att").contains(architecture.name())
            && !sizes.containsKey("pooling")
            && !"fine-tuned".equals(String.valueOf(sizes.get("channels")))
            && String.valueOf(sizes.get("wordHidden"))
                .equals(String.valueOf(sizes.get("sentenceHidden"))),
        architecture);
    for (Map.Entry<String, Object> size : sizes.entrySet()) {
      String name = size.getKey();
      if (name.equals("bidirectional")) {
        if (Boolean.TRUE.equals(size.getValue())) {
          require(architecture.name().equals("gru-att"), architecture);
          options.add("--bidirectional");
        }
      } else if (name.equals("wordHidden")) {
        options.addAll(List.of("--hidden", size.getValue().toString()));
      } else if (!name.equals("sentenceHidden")) {
        options.add("--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
        options.add(size.getValue().toString().replaceAll("[\\[\\] ]", ""));
      }
    }
    return new KerasNetwork(options);
  }

  private static void require(boolean known, ArchitectureSettings architecture) {
    if (!known) {
      throw InvalidInputException.of(
          "`architectures`: the Keras side has no %s of %s; measure it with `no-keras`",
          architecture.name(), architecture.network().sizes());
    }
  }
}
