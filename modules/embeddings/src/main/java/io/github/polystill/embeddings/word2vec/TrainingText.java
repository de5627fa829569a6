package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text ready for training: its vocabulary, and the word numbers in a spool file of a directory.
 *
 * @param words most frequent first
 * @param tokens words of the text, those outside the vocabulary included
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainingText(Path directory, List<String> words, long[] counts, long tokens) {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingText.class);
  private static final String SPOOL = "text.ids";
  private static final String VOCABULARY = "vocabulary.bin";

  /** Names of its files in a training's directory. */
  static final Set<String> FILES = Set.of(SPOOL, VOCABULARY);

  static Path spool(Path directory) {
    return directory.resolve(SPOOL);
  }

  IdSpool openSpool() throws IOException {
    return IdSpool.open(spool(directory));
  }

  /** Words of the text that are in the vocabulary. */
  long vocabularyTokens() {
    return Arrays.stream(counts).sum();
  }

  /** Whether a text was read to its end there. */
  static boolean exists(Path directory) {
    return Files.exists(directory.resolve(VOCABULARY));
  }

  /** Written last, as the sign that the spool is complete. */
  void write() throws IOException {
    AtomicFiles.write(
        directory.resolve(VOCABULARY),
        out -> {
          DataOutputStream data = new DataOutputStream(out);
          data.writeLong(Files.size(spool(directory)));
          data.writeLong(tokens);
          data.writeInt(counts.length);
          for (int i = 0; i < counts.length; i++) {
            byte[] word = words.get(i).getBytes(StandardCharsets.UTF_8);
            data.writeLong(counts[i]);
            data.writeInt(word.length);
            data.write(word);
          }
          data.flush();
        });
  }

  /** The text of a directory, if there is a whole one. */
  static Optional<TrainingText> read(Path directory) throws IOException {
    if (!exists(directory)) {
      return Optional.empty();
    }
    try (DataInputStream data =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(directory.resolve(VOCABULARY))))) {
      long spoolBytes = data.readLong();
      if (!Files.exists(spool(directory)) || Files.size(spool(directory)) != spoolBytes) {
        throw new EOFException(spool(directory) + " is not as long as it was");
      }
      long tokens = data.readLong();
      long[] counts = new long[data.readInt()];
      List<String> words = new ArrayList<>(counts.length);
      for (int i = 0; i < counts.length; i++) {
        counts[i] = data.readLong();
        words.add(new String(data.readNBytes(data.readInt()), StandardCharsets.UTF_8));
      }
      return Optional.of(new TrainingText(directory, words, counts, tokens));
    } catch (EOFException e) {
      LOG.warn("{}: the text that was read is damaged; it is read again", directory);
      return Optional.empty();
    }
  }
}
