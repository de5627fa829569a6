package io.github.polystill.benchmarks.vectors;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in UTF-8, a paragraph per line. */
record LineFile(Path file) implements TextSource {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long bytes() throws IOException {
    return Files.size(file);
  }

  @Override
  public TextReader open() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("no such text: " + file);
    }
    return new Lines(file, Files.newBufferedReader(file));
  }

  private record Lines(Path file, BufferedReader reader) implements TextReader {
    @Override
    public String next() throws IOException {
      try {
        String line = reader.readLine();
        while (line != null && line.isBlank()) {
          line = reader.readLine();
        }
        return line;
      } catch (CharacterCodingException e) {
        throw new InvalidInputException(
            file + " is not UTF-8 text: decompress or convert it first", e);
      }
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
