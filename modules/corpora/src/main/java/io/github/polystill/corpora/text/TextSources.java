package io.github.polystill.corpora.text;

import io.github.polystill.corpora.wiki.WikitextCleaner;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Opens files as text. */
public final class TextSources {
  /** The field of a corpus that holds the text, unless another is named. */
  public static final String DEFAULT_FIELD = "text";

  private TextSources() {}

  /**
   * The text of a file, plain or compressed with gzip, bzip2 or xz; nothing is read yet. Dumps are
   * read as they are, in the Simplified form of variant markup.
   */
  public static TextSource of(Path file, TextKind kind) {
    return of(file, kind, DEFAULT_FIELD, false);
  }

  /**
   * The text of a file.
   *
   * @param field of a corpus that holds the texts
   * @param traditional whether dumps are converted to the Traditional characters of Taiwan
   */
  public static TextSource of(Path file, TextKind kind, String field, boolean traditional) {
    return new FileText(file, kind.resolve(file, field), field, traditional);
  }

  /** Tells versions of a file's text apart that differ though the file does not; else empty. */
  public static String version(Path file, TextKind kind, String field) {
    return switch (kind.resolve(file, field)) {
      case WIKI -> WikitextCleaner.VERSION;
      case CORPUS -> "corpus " + field;
      case TEXT, AUTO -> "";
    };
  }

  private record FileText(Path file, TextKind kind, String field, boolean traditional)
      implements TextSource {
    private static final int SAMPLES = 16;
    private static final int SAMPLE_BYTES = 1 << 16;

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public long bytes() throws IOException {
      return Files.size(file);
    }

    @Override
    public Optional<String> remark() {
      return kind == TextKind.CORPUS
          ? CorpusReader.recognise(file, field)
              .filter(type -> !CorpusFormat.typeByName(file.toString()).equals(Optional.of(type)))
              .map(
                  type ->
                      file
                          + ": read as "
                          + type.key()
                          + (type == FileType.FASTTEXT || type == FileType.LIBMULTILABEL
                              ? ", without the labels"
                              : ", the field \"" + field + "\" alone"))
          : Optional.empty();
    }

    @Override
    public TextReader open() throws IOException {
      CorpusReader.requireText(file);
      return switch (kind) {
        case CORPUS -> CorpusTextReader.open(file, field);
        case WIKI -> new WikiTextReader(file, traditional);
        case TEXT, AUTO -> new LineTextReader(file);
      };
    }

    /**
     * Size, time of the last change, and bytes from places all over the file: a dump of gigabytes
     * is not read twice, and an edit between two samples still changes the time.
     */
    @Override
    public void identify(ContentHash hash) throws IOException {
      InputFile.requireRegular(file);
      hash.add(name()).add(kind.name()).add(Boolean.toString(traditional)).add(bytes());
      hash.add(version(file, kind, field));
      hash.add(Files.getLastModifiedTime(file).toMillis());
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES);
        for (int i = 0; i < SAMPLES; i++) {
          long last = Math.max(0, channel.size() - SAMPLE_BYTES);
          channel.position(last * i / (SAMPLES - 1));
          sample.clear();
          while (sample.hasRemaining() && channel.read(sample) >= 0) {
            // On until it is full or the file ends.
          }
          hash.add(Arrays.copyOf(sample.array(), sample.position()));
        }
      }
    }
  }
}
