package io.github.polystill.corpora.text;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.Utf8Lines;
import io.github.polystill.data.text.TextReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Lines of a file as paragraphs; lines of more than a mebibyte come in pieces. */
final class LineTextReader implements TextReader {
  private static final int LONGEST_PIECE = 1 << 20;

  private final Path file;
  private final CompressedFile stored;
  private final Utf8Lines lines;

  LineTextReader(Path file) throws IOException {
    this.file = file;
    this.stored = CompressedFile.open(file);
    this.lines = Utf8Lines.inPieces(stored, LONGEST_PIECE);
  }

  @Override
  public String next() throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      Utf8Lines.Line found = line.get();
      if (found.damage().isPresent()) {
        stored.requireUndamaged();
        throw new InvalidInputException(file + ":" + found.number() + ": " + found.damage().get());
      }
      if (!found.text().isBlank()) {
        return found.text();
      }
    }
    return null;
  }

  @Override
  public long bytesRead() {
    return stored.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
