package io.github.polystill.models.layers;

import java.util.Locale;
import org.apiguardian.api.API;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** As what the weights of a network are kept; it computes with float32 in any case. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum WeightStorage {
  FLOAT32(TFloat32.class),
  /** Half the size, 8 bits of precision, the range of float32. */
  BFLOAT16(TBfloat16.class),
  /** Half the size, 11 bits of precision, values up to 65504. */
  FLOAT16(TFloat16.class);

  private final Class<? extends TFloating> type;

  WeightStorage(Class<? extends TFloating> type) {
    this.type = type;
  }

  Class<? extends TFloating> type() {
    return type;
  }

  public boolean isHalf() {
    return this != FLOAT32;
  }

  /** The name on the command line and in model cards: {@code float16}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
