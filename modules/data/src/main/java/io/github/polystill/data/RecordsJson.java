package io.github.polystill.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * polystill's own JSON: records whose components have the names of the keys. The bytes depend on
 * the values alone; keys that this version does not know are skipped.
 */
public final class RecordsJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  // Else Double.toString writes the digits, and those changed with JDK 19.
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .build())
          .registerModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectWriter LINES = MAPPER.writer(printer());
  private static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();

  private RecordsJson() {}

  /** The mapper behind it all, for trees and single values. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Every value on a line of its own, indented by two spaces; lines end in LF. */
  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }

  /** A value as indented JSON with its arrays on one line each, and the end of a line. */
  public static String indented(Object value) {
    return text(INDENTED, value) + "\n";
  }

  /** A value as JSON on one line, without its end. */
  public static String line(Object value) {
    return text(MAPPER.writer(), value);
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass() + " always has a JSON form", e);
    }
  }

  /** Writes an array of records, or of maps; the file appears whole or not at all. */
  public static void write(Path file, List<?> records) throws IOException {
    AtomicFiles.writeString(file, text(LINES, records) + "\n");
  }

  /**
   * Reads an array of records in the order of the file.
   *
   * @throws InvalidInputException naming the file and the line, if there is no such file or it does
   *     not hold such records
   */
  public static <T extends Record> List<T> read(Path file, Class<T> type) throws IOException {
    try {
      return MAPPER
          .readerForListOf(type)
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .readValue(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file + ": no such file; start the run again with polystill run, which writes it", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("broken");
      throw InvalidInputException.of(
          e, "%s:%d: is not as polystill run writes it: %s", file, line, what);
    }
  }
}
