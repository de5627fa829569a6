package io.github.polystill.data;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.lang3.function.FailableFunction;

/**
 * polystill's own JSON: records whose components have the names of the keys. The bytes depend on
 * the values alone; keys that this version does not know are skipped. JSON's null stands for a
 * component that is Optional or a boxed number and for no other, nor for an element, and a file of
 * it holds nothing: what is of another shape than was written is an error wherever it is read.
 */
public final class RecordsJson {
  private static final ObjectMapper MAPPER =
      strict(
          new ObjectMapper(
                  JsonFactory.builder()
                      // Else Double.toString writes the digits, and those changed with JDK 19.
                      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                      .build())
              .registerModule(new Jdk8Module())
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS));
  private static final String OF_RUN = "start the run again with polystill run, which writes it";
  private static final ObjectWriter LINES = MAPPER.writer(printer());
  private static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();

  private RecordsJson() {}

  private static ObjectMapper strict(ObjectMapper mapper) {
    JsonSetter.Value refused = JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL);
    mapper.setDefaultSetterInfo(refused);
    for (Class<?> type :
        List.of(
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Integer.class,
            Long.class,
            Double.class)) {
      mapper.configOverride(type).setSetterInfo(refused.withValueNulls(Nulls.SET));
    }
    return mapper;
  }

  /** The mapper behind it all, for trees and for what is no record. */
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
    ObjectReader reader = MAPPER.readerForListOf(type);
    return read(file, OF_RUN, json -> present(reader.<List<T>>readValue(json), type));
  }

  /**
   * Reads one record.
   *
   * @param remedy what to do if there is none
   * @throws InvalidInputException naming the file, the line and the remedy, if there is no such
   *     file or it does not hold such a record
   */
  public static <T extends Record> T readOne(Path file, Class<T> type, String remedy)
      throws IOException {
    return read(file, remedy, json -> parse(json, type));
  }

  private static <T> T read(Path file, String remedy, FailableFunction<byte[], T, IOException> form)
      throws IOException {
    try {
      return form.apply(InputFile.bytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file; " + remedy, e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InvalidInputException.of(e, "%s:%d: damaged: %s; %s", file, line, problem(e), remedy);
    }
  }

  /**
   * One record out of its JSON.
   *
   * @throws JsonProcessingException where it is of another shape, JSON's null included
   */
  public static <T extends Record> T parse(byte[] json, Class<T> type) throws IOException {
    return present(MAPPER.readValue(json, type), type);
  }

  /** Refuses JSON's null. */
  private static <T> T present(T value, Class<?> type) throws JsonProcessingException {
    if (value == null) {
      throw MismatchedInputException.from(null, type, "it is null");
    }
    return value;
  }

  /** What is wrong, in words of JSON instead of Java's. */
  private static String problem(JsonProcessingException e) {
    if (e instanceof ValueInstantiationException
        && e.getCause() instanceof IllegalArgumentException) {
      return String.valueOf(e.getCause().getMessage()).replaceAll("\\s+", " ");
    }
    if (e instanceof JsonMappingException mapping) {
      StringBuilder path = new StringBuilder();
      for (JsonMappingException.Reference step : mapping.getPath()) {
        path.append(
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
      }
      return (path.isEmpty() ? "its value" : path.toString().replaceFirst("^\\.", ""))
          + " is missing or of another kind";
    }
    return e.getOriginalMessage().lines().findFirst().orElse("broken");
  }
}
