package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class InputFileTests {
  @TempDir private Path directory;

  record Nothing(String name) {}

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipesDevicesAndDirectoriesAreRefusedByEveryReader() throws Exception {
    Path pipe = directory.resolve("pipe.jsonl");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0);
    List<Path> others = new ArrayList<>(List.of(pipe, directory));
    if (Files.exists(Path.of("/dev/zero"))) {
      others.add(Path.of("/dev/zero"));
    }
    CorpusFormat format = CorpusFormat.defaults();
    for (Path file : others) {
      List<ThrowingCallable> readers =
          List.of(
              () -> CompressedFile.open(file),
              () -> CorpusReader.read(file, format),
              () -> CorpusReader.readTexts(file, format),
              () -> RecordsJson.read(file, Nothing.class),
              () -> RecordsJson.readOne(file, Nothing.class, "write it"),
              () -> ContentHash.ofFile(file),
              () -> InputFile.open(file));
      for (ThrowingCallable reader : readers) {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(reader)
            .withMessageStartingWith(file + ": is a ");
      }
      CorpusReader.recognise(file, "text"); // says nothing, and does not wait
    }
  }
}
