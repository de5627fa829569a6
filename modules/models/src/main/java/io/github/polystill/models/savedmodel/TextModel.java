package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.util.List;
import org.apiguardian.api.API;

/** Whatever says which labels texts have, here or elsewhere; asked by several threads at once. */
@API(status = API.Status.STABLE, since = "0.1.0")
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
