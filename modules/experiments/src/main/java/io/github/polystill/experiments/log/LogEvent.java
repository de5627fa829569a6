package io.github.polystill.experiments.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One line of a log.
 *
 * @param time of the writer's clock
 * @param level info or warn
 * @param event such as {@code trial-finished}
 * @param fields all of the line, those above included
 */
public record LogEvent(Instant time, String level, String event, JsonNode fields) {

  /** A field as text; empty where the event has none. */
  public String text(String field) {
    return fields.path(field).asText();
  }
}
