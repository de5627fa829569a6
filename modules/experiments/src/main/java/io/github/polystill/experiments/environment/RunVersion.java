package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run's {@code environment.json} says to those who read the run later. */
public final class RunVersion {
  private static final String REMEDY = "start the run again with polystill run, which writes it";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final JsonNode root;

  private RunVersion(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads the file.
   *
   * @throws InvalidInputException where it is missing, is no JSON, or was written by a newer
   *     polystill than this
   */
  public static RunVersion read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": missing; " + REMEDY);
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.isObject()) {
        throw new InvalidInputException(file + ": no JSON object; " + REMEDY);
      }
      RunVersion version = new RunVersion(file, root);
      version.requireNotNewer(BuildVersions.polystill());
      return version;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": not JSON; " + REMEDY, e);
    }
  }

  private void requireNotNewer(String own) {
    String written = root.path("polystill").asText("");
    if (Arrays.compare(numbers(written), numbers(own)) > 0) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: the run was written by polystill %s, and this is %s; take the newer one",
              file,
              written,
              own));
    }
  }

  /** The leading numbers of a version such as {@code 0.1.0-SNAPSHOT}. */
  private static int[] numbers(String version) {
    return Arrays.stream(version.split("-", 2)[0].split("\\.", -1))
        .takeWhile(part -> part.matches("[0-9]{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** SHA-256 of the corpus that was run, where the file has it. */
  public Optional<String> corpusSha256() {
    return Optional.ofNullable(root.path("sha256").path("corpus").textValue());
  }
}
