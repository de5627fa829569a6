package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordsJsonTests {
  @TempDir private Path directory;

  record Inner(String name, Optional<Double> weight) {
    Inner {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a name is empty");
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Outer(
      int number,
      List<String> names,
      List<Inner> inner,
      Map<String, Double> numbers,
      int[][] table,
      Double maybe) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      commentCharacter = '%',
      value = {
        "null # its value is missing or of another kind",
        "7 # its value is missing or of another kind",
        "[{\"name\": \"a\"}, null] # [1] is missing or of another kind",
        "[{}] # [0].name is missing or of another kind",
        "[{\"name\": [1]}] # [0].name is missing or of another kind",
        "[{\"name\": null}] # [0].name is missing or of another kind",
        "[{\"name\": \"\"}] # a name is empty",
      })
  void saysWhichValueIsWrong(String json, String problem) throws IOException {
    Path file = Files.writeString(directory.resolve("a.json"), json);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RecordsJson.read(file, Inner.class))
        .withMessageStartingWith(file + ":1: damaged: " + problem + "; start the run again");
  }

  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> leaf =
        Arbitraries.of("null", "1", "-1.5", "\"\"", "\"x\"", "true", "{}", "[]");
    return Arbitraries.lazyOf(
        () -> leaf,
        () -> leaf,
        () -> json().list().ofMaxSize(2).map(all -> "[" + String.join(",", all) + "]"));
  }

  /** What is read has no null in it but where that stands for nothing. */
  @Property(tries = 300)
  void whatIsReadIsWhole(
      @ForAll("json") String number,
      @ForAll("json") String names,
      @ForAll("json") String inner,
      @ForAll("json") String numbers,
      @ForAll("json") String table)
      throws IOException {
    String json =
        "{\"number\":"
            + number
            + ",\"names\":"
            + names
            + ",\"inner\":[{\"name\":\"a\"},"
            + inner
            + "],\"numbers\":{\"a\":"
            + numbers
            + "},\"table\":"
            + table
            + "}";
    Outer read;
    try {
      read = RecordsJson.parse(json.getBytes(StandardCharsets.UTF_8), Outer.class);
    } catch (JsonProcessingException e) {
      return;
    }
    assertThat(read.names()).doesNotContainNull();
    assertThat(read.inner()).doesNotContainNull();
    assertThat(read.inner().get(0).weight()).isEmpty();
    assertThat(read.numbers().values()).doesNotContainNull();
    assertThat(List.of(read.table())).doesNotContainNull();
    assertThat(read.maybe()).isNull();
  }
}
