package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a training in one file, which is replaced as a whole. */
final class Checkpoint {
  /** Its name in a training's directory. */
  static final String FILE = "training.checkpoint";

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
  private static final int MAGIC = 0x50573256;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int POSITION_BYTES = Integer.BYTES + 3 * Long.BYTES;

  private Checkpoint() {}

  /** Where a thread is, at the end of a sentence. */
  record Position(int epoch, long offset, long words, long random) {}

  static void write(Path directory, List<Position> positions, FloatRows inputs, FloatRows outputs)
      throws IOException {
    AtomicFiles.write(
        directory.resolve(FILE),
        out -> {
          DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
          data.writeInt(MAGIC);
          data.writeInt(positions.size());
          for (Position position : positions) {
            data.writeInt(position.epoch());
            data.writeLong(position.offset());
            data.writeLong(position.words());
            data.writeLong(position.random());
          }
          inputs.writeTo(data);
          outputs.writeTo(data);
          data.flush();
        });
  }

  /** Fills the matrices and gives the workers' positions, where there is a checkpoint. */
  static Optional<List<Position>> read(Path directory, FloatRows inputs, FloatRows outputs)
      throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
      long matrices = inputs.bytes() + outputs.bytes();
      int count = -1;
      if (Files.size(file) >= HEADER_BYTES && data.readInt() == MAGIC) {
        count = data.readInt();
      }
      if (count < 0
          || Files.size(file) != HEADER_BYTES + (long) POSITION_BYTES * count + matrices) {
        LOG.warn("{} is damaged; training begins with the first epoch", file);
        return Optional.empty();
      }
      List<Position> positions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        positions.add(
            new Position(data.readInt(), data.readLong(), data.readLong(), data.readLong()));
      }
      inputs.readFrom(data);
      outputs.readFrom(data);
      return Optional.of(positions);
    }
  }
}
