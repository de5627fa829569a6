package io.github.polystill.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * JSON files that hold an array of records, whose components have the names of the keys. As in
 * {@link MetricsJson}, the bytes depend on the values alone.
 */
public final class RecordsJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build())
          .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectWriter WRITER = MAPPER.writer(MetricsJson.printer());

  private RecordsJson() {}

  /** Writes records; the file appears whole or not at all. */
  public static void write(Path file, List<? extends Record> records) throws IOException {
    AtomicFiles.writeString(file, WRITER.writeValueAsString(records) + "\n");
  }

  /** What would be written of a record. */
  public static JsonNode tree(Record written) {
    return MAPPER.valueToTree(written);
  }

  /**
   * Reads records in the order of the file. Keys that this version does not know are skipped.
   *
   * @throws InvalidInputException naming the file and the line, if there is no such file or it does
   *     not hold such records
   */
  public static <T extends Record> List<T> read(Path file, Class<T> type) throws IOException {
    try {
      return MAPPER.readerForListOf(type).readValue(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file + ": no such file; start the run again with polystill run, which writes it", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("broken");
      throw new InvalidInputException(
          String.format(
              Locale.ROOT, "%s:%d: is not as polystill run writes it: %s", file, line, what),
          e);
    }
  }
}
