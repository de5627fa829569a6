package io.github.polystill.experiments.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.WallClock;
import java.io.FileWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The log of a run, a JSON object per line with {@code time}, {@code level}, {@code event}, {@code
 * process} and the event's own fields. The process that owns the run directory appends to it.
 *
 * <p>A line is written at once. What a kill left of a line stays as it is: the next process begins
 * a new line, and readers pass over what is no JSON.
 */
public final class RunLog implements AutoCloseable {
  private static final String WARN = "warn";

  private final Writer end;
  private final String process;
  private final Set<String> warnings = new LinkedHashSet<>();

  /**
   * Opens a log, which is created if need be.
   *
   * @param process what the events of this process have in their field of that name
   */
  public RunLog(Path file, String process) throws IOException {
    // No channel, which an interrupt of one worker would close for the others.
    this.end = new FileWriter(file.toFile(), StandardCharsets.UTF_8, true);
    this.process = process;
    if (endsWithinLine(file)) {
      end.write('\n');
    }
  }

  /** Appends an event; null values are left out. */
  public void info(String event, Map<String, ?> fields) {
    append("info", event, fields);
  }

  /** Appends a warning, which {@link #warnings()} repeats. */
  public void warn(String event, String message, Map<String, ?> fields) {
    synchronized (this) {
      warnings.add(message);
    }
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("message", message);
    append(WARN, event, all);
  }

  /** Appends what ended the run. */
  public void error(String event, String message) {
    append("error", event, Map.of("message", message));
  }

  /** The warnings of this process, each once, in the order they came. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  private synchronized void append(String level, String event, Map<?, ?> fields) {
    ObjectNode line = RecordsJson.mapper().createObjectNode();
    line.put("time", WallClock.now().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", level).put("event", event).put("process", process);
    fields.forEach(
        (name, value) -> {
          JsonNode node = RecordsJson.mapper().valueToTree(value);
          if (!node.isNull()) {
            line.set(name.toString(), node);
          }
        });
    try {
      end.write(line + "\n");
      end.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean endsWithinLine(Path file) throws IOException {
    try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
      reader.seek(Math.max(0, reader.length() - 1));
      return reader.length() > 0 && reader.read() != '\n';
    }
  }

  @Override
  public void close() throws IOException {
    end.close();
  }

  /** The events of a log; none where there is no file. What is no event is passed over. */
  public static List<Event> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    // Decoded here, as half a character is no error of a log.
    String all = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
    try (Stream<String> lines = all.lines()) {
      lines.forEach(line -> parse(line).ifPresent(events::add));
    }
    return events;
  }

  /** The warnings in a log, whichever start of the run they come from, each once. */
  public static List<String> warnings(Path file) throws IOException {
    Set<String> messages = new LinkedHashSet<>();
    for (Event event : read(file)) {
      if (event.level().equals(WARN)) {
        messages.add(event.text("message"));
      }
    }
    return List.copyOf(messages);
  }

  private static Optional<Event> parse(String line) {
    try {
      JsonNode fields = RecordsJson.mapper().readTree(line);
      Instant time = Instant.parse(fields.path("time").asText());
      String level = fields.path("level").asText();
      return Optional.of(new Event(time, level, fields.path("event").asText(), fields));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty(); // what a kill left of a line
    }
  }

  /**
   * One line of a log.
   *
   * @param time of the writer's clock
   * @param level info or warn
   * @param event such as {@code trial-finished}
   * @param fields all of the line, those above included
   */
  public record Event(Instant time, String level, String event, JsonNode fields) {

    /** A field as text; empty where the event has none. */
    public String text(String field) {
      return fields.path(field).asText();
    }
  }
}
