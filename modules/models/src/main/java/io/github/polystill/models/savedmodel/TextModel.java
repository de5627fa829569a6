package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.util.List;

/** Whatever says which labels texts have, here or elsewhere; asked by several threads at once. */
public interface TextModel extends AutoCloseable {
  /**
   * Predicts.
   *
   * @param texts one or more
   * @param withAttention whether to give attention, where the model has it
   * @return what the model says of each
   */
  List<TextAnswer> predict(List<String> texts, boolean withAttention) throws IOException;

  @Override
  void close();
}
