/**
 * Event files for TensorBoard: TensorFlow's own messages in TFRecord framing. Depends on the
 * messages that TensorFlow Java ships, not on its native library.
 */
package io.github.polystill.models.tensorboard;
