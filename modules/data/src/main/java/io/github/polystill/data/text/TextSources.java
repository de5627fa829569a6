package io.github.polystill.data.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files as text. */
public final class TextSources {
  private TextSources() {}

  /** The text of a file, plain or compressed with gzip, bzip2 or xz; nothing is read yet. */
  public static TextSource of(Path file, TextKind kind) {
    return new FileText(file, kind.resolve(file));
  }

  private record FileText(Path file, TextKind kind) implements TextSource {
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
      return switch (kind) {
        case CORPUS -> new CorpusTextReader(file);
        case WIKI -> new WikiTextReader(file);
        case TEXT, AUTO -> new LineTextReader(file);
      };
    }
  }
}
