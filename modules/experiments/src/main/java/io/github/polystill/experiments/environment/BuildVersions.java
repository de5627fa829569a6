package io.github.polystill.experiments.environment;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Versions of polystill and of the libraries that it was built with. */
public final class BuildVersions {
  private static final String RESOURCE = "versions.properties";
  private static final String POLYSTILL = "polystill";
  private static final Properties VERSIONS = read();

  private BuildVersions() {}

  /** The version of polystill. */
  public static String polystill() {
    return Objects.requireNonNull(VERSIONS.getProperty(POLYSTILL), POLYSTILL);
  }

  /** Version by library name, in alphabetical order. */
  static SortedMap<String, String> libraries() {
    SortedMap<String, String> versions = new TreeMap<>();
    for (Map.Entry<Object, Object> entry : VERSIONS.entrySet()) {
      versions.put(entry.getKey().toString(), entry.getValue().toString());
    }
    versions.remove(POLYSTILL);
    return versions;
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(BuildVersions.class.getResourceAsStream(RESOURCE), RESOURCE),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
