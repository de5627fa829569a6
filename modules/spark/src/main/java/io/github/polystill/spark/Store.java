package io.github.polystill.spark;

import io.github.polystill.distillation.trial.TrialCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that the driver and all executors see. A file gets its name when it is complete, so
 * one that is there is whole.
 */
final class Store implements TrialCodec.Parts {
  private final FileSystem files;
  private final Path root;
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  Store(String uri) throws IOException {
    this.root = new Path(URI.create(uri));
    this.files = root.getFileSystem(new Configuration());
    files.setWriteChecksum(false); // names are hashes, and a trial is checked by its own
  }

  @Override
  public void put(String name, byte[] part) {
    try {
      Path file = new Path(root, name);
      if (!files.exists(file)) {
        Path incomplete = new Path(root, name + "." + UUID.randomUUID());
        try (FSDataOutputStream out = files.create(incomplete, true)) {
          out.write(part);
        }
        if (!files.rename(incomplete, file)) {
          files.delete(incomplete, false); // another was faster
        }
        written.put(name, part.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] get(String name) {
    try (FSDataInputStream in = files.open(new Path(root, name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sizes in bytes of what this has put there and not removed. */
  Collection<Integer> sizes() {
    return written.values();
  }

  /** Whether a file is there. */
  boolean has(String name) {
    try {
      return files.exists(new Path(root, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file, if it is there. */
  void remove(String name) {
    try {
      files.delete(new Path(root, name), false);
      written.remove(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what this has put there, and the directory if there is nothing else. */
  void clear() {
    written.keySet().forEach(this::remove);
    try {
      if (files.listStatus(root).length == 0) {
        files.delete(root, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
