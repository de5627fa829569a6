package io.github.polystill.spark;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.distillation.trial.TrialCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * A directory that the driver and all executors see. A file gets its name when it is complete, so
 * one that is there is whole.
 */
final class Store implements TrialCodec.Parts {
  private final Directory directory;
  private final Map<String, Integer> written = new ConcurrentHashMap<>();

  private interface Directory {
    boolean has(String name) throws IOException;

    byte[] read(String name) throws IOException;

    void write(String name, byte[] part) throws IOException;

    /** Gives a file another name, unless one of that name is there. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Deletes this directory, and the one it is in if there is nothing else. */
    void deleteAll() throws IOException;
  }

  /** A mounted path. Hadoop would start a process, chmod, for each file. */
  private record Local(java.nio.file.Path root) implements Directory {
    @Override
    public boolean has(String name) {
      return Files.exists(root.resolve(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
      return Files.readAllBytes(root.resolve(name));
    }

    @Override
    public void write(String name, byte[] part) throws IOException {
      Files.createDirectories(root);
      Files.write(root.resolve(name), part);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
      Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public void deleteAll() throws IOException {
      AtomicFiles.deleteRecursively(root);
      try {
        Files.deleteIfExists(root.getParent());
      } catch (DirectoryNotEmptyException e) {
        // Then it stays.
      }
    }
  }

  private record Remote(FileSystem files, Path root) implements Directory {
    @Override
    public boolean has(String name) throws IOException {
      return files.exists(new Path(root, name));
    }

    @Override
    public byte[] read(String name) throws IOException {
      try (FSDataInputStream in = files.open(new Path(root, name))) {
        return in.readAllBytes();
      }
    }

    @Override
    public void write(String name, byte[] part) throws IOException {
      try (FSDataOutputStream out = files.create(new Path(root, name), true)) {
        out.write(part);
      }
    }

    @Override
    public void rename(String from, String to) throws IOException {
      if (!files.rename(new Path(root, from), new Path(root, to))) {
        delete(from);
        if (!has(to)) { // else another was faster
          throw new IOException(new Path(root, to) + " cannot be written");
        }
      }
    }

    @Override
    public void delete(String name) throws IOException {
      files.delete(new Path(root, name), false);
    }

    @Override
    public void deleteAll() throws IOException {
      files.delete(root, true);
      Path parent = root.getParent();
      if (files.exists(parent) && files.listStatus(parent).length == 0) {
        files.delete(parent, false);
      }
    }
  }

  /** One that is there or not; with what Spark's settings say of the file system. */
  Store(String uri) throws IOException {
    Path root = new Path(URI.create(uri));
    FileSystem files =
        root.getFileSystem(SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    this.directory =
        files instanceof LocalFileSystem local
            ? new Local(local.pathToFile(root).toPath())
            : new Remote(files, root);
  }

  @Override
  public void put(String name, byte[] part) {
    try {
      if (!directory.has(name)) {
        String incomplete = name + "." + UUID.randomUUID();
        directory.write(incomplete, part);
        directory.rename(incomplete, name);
        written.put(name, part.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] get(String name) {
    try {
      return directory.read(name);
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
      return directory.has(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file, if it is there. */
  void remove(String name) {
    try {
      directory.delete(name);
      written.remove(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes it with all that anybody has put there. */
  void clear() {
    written.clear();
    try {
      directory.deleteAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
