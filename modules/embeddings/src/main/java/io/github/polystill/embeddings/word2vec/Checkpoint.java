package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of a training in one file, which is replaced as a whole. */
final class Checkpoint {
  private static final String FILE = "training.checkpoint";
  private static final int MAGIC = 0x50573256;

  private Checkpoint() {}

  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
  }

  static void write(
      Path directory, List<Worker.Position> positions, FloatRows inputs, FloatRows outputs)
      throws IOException {
    AtomicFiles.write(
        directory.resolve(FILE),
        out -> {
          DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
          data.writeInt(MAGIC);
          data.writeInt(positions.size());
          for (Worker.Position position : positions) {
            data.writeInt(position.epoch());
            data.writeLong(position.offset());
            data.writeLong(position.words());
            data.writeLong(position.random());
          }
          inputs.writeTo(Channels.newChannel(data));
          outputs.writeTo(Channels.newChannel(data));
          data.flush();
        });
  }

  /** Fills the matrices and gives the workers' positions, where there is a checkpoint. */
  static Optional<List<Worker.Position>> read(Path directory, FloatRows inputs, FloatRows outputs)
      throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
      if (data.readInt() != MAGIC) {
        throw new IOException(file + " is not a checkpoint");
      }
      int count = data.readInt();
      List<Worker.Position> positions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        positions.add(
            new Worker.Position(data.readInt(), data.readLong(), data.readLong(), data.readLong()));
      }
      inputs.readFrom(Channels.newChannel(data));
      outputs.readFrom(Channels.newChannel(data));
      return Optional.of(positions);
    }
  }
}
