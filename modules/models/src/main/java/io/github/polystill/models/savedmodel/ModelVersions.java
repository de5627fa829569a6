package io.github.polystill.models.savedmodel;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** The integer-named directories in a model's directory, as TF Serving reads them. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ModelVersions(Path model) {
  /**
   * The directory of a version that is to be read.
   *
   * @param directory itself one, or that of a model, of which the highest version is taken
   * @throws InvalidInputException where it is no directory, or a version is a link that leads out
   *     of the model's
   */
  public static Path resolve(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException(
          directory + ": no such directory; give the one that polystill export wrote");
    }
    Optional<Path> last =
        isExported(directory) ? Optional.empty() : new ModelVersions(directory).last();
    if (last.isPresent() && !last.get().toRealPath().startsWith(directory.toRealPath())) {
      throw new InvalidInputException(
          last.get()
              + " leads out of the model's directory; polystill reads only versions that polystill export wrote there");
    }
    return last.orElse(directory);
  }

  /** The highest version, if there is one. */
  public OptionalLong highest() throws IOException {
    return highest(Files::isDirectory);
  }

  private OptionalLong highest(Predicate<Path> counted) throws IOException {
    if (!Files.isDirectory(model)) {
      return OptionalLong.empty();
    }
    try (Stream<Path> entries = Files.list(model)) {
      return entries
          .filter(counted)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,17}"))
          .mapToLong(Long::parseLong)
          .max();
    }
  }

  /** Whether a directory holds a model itself. */
  public static boolean isExported(Path version) {
    return Files.exists(version.resolve("saved_model.pb"));
  }

  /** The directory of the highest version, if there is one. */
  public Optional<Path> last() throws IOException {
    return highest().stream()
        .mapToObj(version -> model.resolve(Long.toString(version)))
        .findFirst();
  }

  /**
   * Checks that versions can be written.
   *
   * @throws InvalidInputException where there is a file in the way, or nothing can be written there
   */
  public void requireWritable() {
    if (model.toAbsolutePath().normalize().getFileName() == null) {
      throw new InvalidInputException(
          model + " cannot be a model's directory, which gives it its name; give one in it");
    }
    requireWritable(model);
    requireWritable(model.toAbsolutePath().normalize().getParent()); // for models.config
  }

  /**
   * The directory of a version to be written.
   *
   * @param version 1 or more; empty for the one behind the highest, and behind files of such names
   * @throws InvalidInputException where it is there
   */
  public Path directoryFor(OptionalLong version) throws IOException {
    if (version.isEmpty()) {
      return model.resolve(Long.toString(highest(any -> true).orElse(0) + 1));
    }
    Path directory = model.resolve(Long.toString(version.getAsLong()));
    if (Files.exists(directory)) {
      throw alreadyThere(directory);
    }
    return directory;
  }

  private static void requireWritable(Path directory) {
    Path existing = AtomicFiles.nearestExisting(directory);
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(existing + " is a file; give a directory for the model");
    }
    if (!Files.isWritable(existing)) {
      throw new InvalidInputException(
          existing + " cannot be written to; change that or give another directory for the model");
    }
  }

  public static InvalidInputException alreadyThere(Path directory) {
    return new InvalidInputException(
        directory
            + " exists, and versions are never overwritten; give another `version`, or next for a new one");
  }
}
