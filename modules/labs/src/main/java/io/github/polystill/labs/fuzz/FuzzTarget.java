package io.github.polystill.labs.fuzz;

import io.github.polystill.labs.fuzz.Program.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.function.FailableConsumer;

/**
 * Something that reads a kind of file.
 *
 * @param name of the kind
 * @param share how often it gets an input, relative to the others
 * @param base directory of other files that have to stand around the one that is read, if any
 * @param seeds valid files, whose mutations are its inputs
 * @param reading reads one
 * @param mayEndProcess whether native code reads it, a crash of which nobody survives
 */
record FuzzTarget(
    String name,
    int share,
    Optional<Path> base,
    List<Seed> seeds,
    Reading reading,
    boolean mayEndProcess) {
  /** In the arguments of a command: the file. */
  static final String FILE = "{file}";

  /** In the arguments of a command: the directory that the file is in, a copy of the base. */
  static final String DIRECTORY = "{directory}";

  FuzzTarget {
    seeds = List.copyOf(seeds);
  }

  FuzzTarget(String name, int share, Optional<Path> base, List<Seed> seeds, Reading reading) {
    this(name, share, base, seeds, reading, false);
  }

  /**
   * A valid file.
   *
   * @param path below the directory that it is read in
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Seed(String path, byte[] content) {
    static Seed of(String path, String content) {
      return new Seed(path, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Has a program read a file. */
  @FunctionalInterface
  interface Reading {
    Outcome of(Program program, Path directory, Path file);
  }

  /** A file that a command reads. */
  static FuzzTarget ofCommand(String name, int share, List<Seed> seeds, String... arguments) {
    return new FuzzTarget(name, share, Optional.empty(), seeds, command(arguments));
  }

  /** A file that a library reads. */
  static FuzzTarget ofReader(
      String name, int share, List<Seed> seeds, FailableConsumer<Path, Exception> reader) {
    return new FuzzTarget(
        name,
        share,
        Optional.empty(),
        seeds,
        (program, directory, file) -> program.run(() -> reader.accept(file)));
  }

  /** One of a directory's files. */
  FuzzTarget in(Path directory) {
    return new FuzzTarget(name, share, Optional.of(directory), seeds, reading, mayEndProcess);
  }

  /** The same, read by native code. */
  FuzzTarget inNativeCode() {
    return new FuzzTarget(name, share, base, seeds, reading, true);
  }

  static Reading command(String... arguments) {
    return (program, directory, file) ->
        program.run(
            Arrays.stream(arguments)
                .map(
                    it ->
                        it.replace(FILE, file.toString()).replace(DIRECTORY, directory.toString()))
                .toList());
  }
}
