package io.github.polystill.data.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * UTF-8 lines of a file, gzipped or not.
 *
 * @param corpus whether they are JSON with a {@code text} field
 */
record LineFile(Path file, boolean corpus) implements TextSource {
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
      throw new InvalidInputException(file + ": no such file of text; check the path");
    }
    Counted counted = new Counted(Files.newInputStream(file));
    try {
      boolean zipped = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
      InputStream in = zipped ? new GZIPInputStream(counted, 1 << 16) : counted;
      return new Lines(new BufferedInputStream(in, 1 << 16), counted);
    } catch (IOException e) {
      counted.close();
      throw new InvalidInputException(file + ": is not gzip (" + e.getMessage() + ")", e);
    }
  }

  private static final class Counted extends FilterInputStream {
    private long read;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      read += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      read += Math.max(count, 0);
      return count;
    }
  }

  private final class Lines implements TextReader {
    private final ObjectMapper json = new ObjectMapper();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    private final InputStream in;
    private final Counted counted;
    private long number;

    Lines(InputStream in, Counted counted) {
      this.in = in;
      this.counted = counted;
    }

    @Override
    public String next() throws IOException {
      for (String line = line(); line != null; line = line()) {
        String text = corpus && !line.isBlank() ? textOf(line) : line;
        if (!text.isBlank()) {
          return text;
        }
      }
      return null;
    }

    private String line() throws IOException {
      bytes.reset();
      try {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
          bytes.write(next);
        }
      } catch (IOException e) {
        throw new InvalidInputException(
            file + ": damaged after line " + number + " (" + e.getMessage() + "); get it again", e);
      }
      number++;
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.toByteArray()))
            .toString()
            .strip();
      } catch (CharacterCodingException e) {
        throw new InvalidInputException(
            file + ":" + number + ": is not UTF-8; convert the file to UTF-8", e);
      }
    }

    private String textOf(String line) {
      try {
        JsonNode text = json.readTree(line).path("text");
        if (text.isTextual()) {
          return text.asText();
        }
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(file + ":" + number + ": is not JSON; repair the line", e);
      }
      throw new InvalidInputException(
          file + ":" + number + ": has no \"text\" field; repair the line");
    }

    @Override
    public long bytesRead() {
      return counted.read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
