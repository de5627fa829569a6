package io.github.polystill.data.segmentation;

import io.github.polystill.data.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The words and line ends of one corpus in a file.
 *
 * <p>Layout, numbers as big-endian base-128 with the high bit set on all bytes but the last: four
 * bytes {@code PSW2}; the number of distinct words, and each as length and UTF-8 bytes; the number
 * of documents, and each as number of words and their indexes, number of line ends and the number
 * of words before each; last the CRC-32C of all before it in eight bytes.
 */
final class SegmentationCache {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentationCache.class);

  /** What a file holds; part of its name, so that a file of another version is not even opened. */
  static final String VERSION = "2";

  private static final int MAGIC = 0x50535732;
  private static final int CHECKSUM_BYTES = Long.BYTES;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;

  SegmentationCache(Path directory, String contentHash) {
    this.file = directory.resolve(contentHash + ".words");
  }

  /** The texts, or empty where there is no file or a damaged one. */
  Optional<List<SegmentedText>> read(int documents) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      requireChecksum();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
        return Optional.of(readTexts(in, documents));
      }
    } catch (IOException e) {
      LOG.warn("{}: cached segmentation is damaged ({}); segmenting again", file, e.toString());
      return Optional.empty();
    }
  }

  /** Writes the texts. A cache that cannot be written costs time, not the run. */
  void write(List<SegmentedText> texts) {
    try {
      AtomicFiles.write(file, out -> writeTo(out, texts));
    } catch (IOException e) {
      LOG.warn("{}: segmentation could not be cached ({})", file, e.toString());
    }
  }

  private static void writeTo(OutputStream target, List<SegmentedText> texts) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(target, new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    Map<String, Integer> indexes = new LinkedHashMap<>();
    texts.forEach(text -> text.words().forEach(word -> indexes.putIfAbsent(word, indexes.size())));
    out.writeInt(MAGIC);
    writeNumber(out, indexes.size());
    for (String word : indexes.keySet()) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      writeNumber(out, bytes.length);
      out.write(bytes);
    }
    writeNumber(out, texts.size());
    for (SegmentedText text : texts) {
      writeNumber(out, text.words().size());
      for (String word : text.words()) {
        writeNumber(out, indexes.get(word));
      }
      writeNumber(out, text.lineEnds().size());
      for (int end : text.lineEnds()) {
        writeNumber(out, end);
      }
    }
    out.flush();
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  private static List<SegmentedText> readTexts(DataInputStream in, int documents)
      throws IOException {
    require(in.readInt() == MAGIC, "not a segmentation of this version");
    int distinct = readNumber(in);
    List<String> table = new ArrayList<>();
    for (int i = 0; i < distinct; i++) {
      table.add(new String(in.readNBytes(readNumber(in)), StandardCharsets.UTF_8));
    }
    require(readNumber(in) == documents, "another number of documents");
    List<SegmentedText> texts = new ArrayList<>(documents);
    for (int i = 0; i < documents; i++) {
      List<String> words = readWords(in, table);
      texts.add(new SegmentedText(words, readLineEnds(in, words.size())));
    }
    return List.copyOf(texts);
  }

  private static List<String> readWords(DataInputStream in, List<String> table) throws IOException {
    String[] words = new String[readNumber(in)];
    for (int i = 0; i < words.length; i++) {
      int index = readNumber(in);
      require(index < table.size(), "a word that is not listed");
      words[i] = table.get(index);
    }
    return List.of(words);
  }

  private static List<Integer> readLineEnds(DataInputStream in, int words) throws IOException {
    Integer[] ends = new Integer[readNumber(in)];
    int previous = 0;
    for (int i = 0; i < ends.length; i++) {
      ends[i] = readNumber(in);
      require(ends[i] > previous && ends[i] < words, "a line end that is no place in its text");
      previous = ends[i];
    }
    return List.of(ends);
  }

  private void requireChecksum() throws IOException {
    long remaining = Files.size(file) - CHECKSUM_BYTES;
    require(remaining > 0, "too short");
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (remaining > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, remaining));
        if (count < 0) {
          throw new EOFException("shorter than it was");
        }
        checksum.update(buffer, 0, count);
        remaining -= count;
      }
      require(in.readLong() == checksum.getValue(), "its checksum is wrong");
    }
  }

  private static void writeNumber(DataOutputStream out, int number) throws IOException {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (number >>> shift != 0) {
        out.write(((number >>> shift) & 0x7F) | 0x80);
      }
    }
    out.write(number & 0x7F);
  }

  private static int readNumber(InputStream in) throws IOException {
    int number = 0;
    int next = 0x80;
    while ((next & 0x80) != 0) {
      next = in.read();
      if (next < 0) {
        throw new EOFException("ends too early");
      }
      number = (number << 7) | (next & 0x7F);
    }
    require(number >= 0, "a negative number");
    return number;
  }

  private static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new StreamCorruptedException(problem);
    }
  }
}
