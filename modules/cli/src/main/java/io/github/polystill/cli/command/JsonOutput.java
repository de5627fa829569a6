package io.github.polystill.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** Results as JSON for programs. */
public final class JsonOutput {
  private JsonOutput() {}

  /** Indented JSON of maps, lists and records. */
  public static String pretty(Object value) {
    return write(value, true);
  }

  /** JSON on one line. */
  public static String line(Object value) {
    return write(value, false);
  }

  private static String write(Object value, boolean indented) {
    ObjectMapper mapper = new ObjectMapper().registerModule(new Jdk8Module());
    mapper.configure(SerializationFeature.INDENT_OUTPUT, indented);
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("results always have a JSON form", e);
    }
  }
}
