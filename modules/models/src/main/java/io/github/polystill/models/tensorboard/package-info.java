/**
 * Event files for TensorBoard: TensorFlow's own messages in TFRecord framing. Depends on the
 * messages that TensorFlow Java ships, not on its native library.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.models.tensorboard;

import org.apiguardian.api.API;
