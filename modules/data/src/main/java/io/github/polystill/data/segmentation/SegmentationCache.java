package io.github.polystill.data.segmentation;

import io.github.polystill.data.AtomicFiles;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StreamCorruptedException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The words and line ends of one corpus in a file: a line per document, with blanks between words
 * and tabs for its line ends, none of which occurs in a word. It is compressed with xz, which finds
 * every damage by its checksums.
 */
final class SegmentationCache {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentationCache.class);

  /** What a file holds; part of its name, so that a file of another version is not even opened. */
  static final String VERSION = "3";

  /** The fastest. */
  private static final int XZ_PRESET = 0;

  private final Path file;

  SegmentationCache(Path directory, String contentHash) {
    this.file = directory.resolve(contentHash + ".words");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  /** The texts, or empty where there is no file or a damaged one. */
  Optional<List<SegmentedText>> read(int documents) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    // Of its own, as a file that is no xz file fails before there is a reader to close.
    try (InputStream stored = Files.newInputStream(file);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(new XZInputStream(stored), StandardCharsets.UTF_8))) {
      Map<String, String> distinct = new HashMap<>();
      List<SegmentedText> texts = new ArrayList<>(documents);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        texts.add(parse(line, distinct));
      }
      if (texts.size() != documents) {
        throw new StreamCorruptedException("another number of documents");
      }
      return Optional.of(List.copyOf(texts));
    } catch (IOException e) {
      LOG.warn("{}: cached segmentation is damaged ({}); segmenting again", file, reason(e));
      return Optional.empty();
    }
  }

  /**
   * The text of a line.
   *
   * @param distinct of each word the string that all texts share
   */
  private static SegmentedText parse(String line, Map<String, String> distinct) {
    List<String> words = new ArrayList<>();
    List<Integer> lineEnds = new ArrayList<>();
    for (String part : line.isEmpty() ? new String[0] : line.split("\t", -1)) {
      if (!words.isEmpty()) {
        lineEnds.add(words.size());
      }
      for (String word : part.split(" ", -1)) {
        words.add(distinct.computeIfAbsent(word, it -> it));
      }
    }
    return new SegmentedText(words, lineEnds);
  }

  /** Writes the texts. A cache that cannot be written costs time, not the run. */
  void write(List<SegmentedText> texts) {
    try {
      AtomicFiles.write(file, out -> writeTo(out, texts));
    } catch (IOException e) {
      LOG.warn("{}: segmentation could not be cached ({})", file, e.getMessage());
    }
  }

  private static void writeTo(OutputStream out, List<SegmentedText> texts) throws IOException {
    Writer writer =
        new BufferedWriter(
            new OutputStreamWriter(
                new XZOutputStream(out, new LZMA2Options(XZ_PRESET)), StandardCharsets.UTF_8));
    for (SegmentedText text : texts) {
      writer.write(text.joined().replace('\n', '\t'));
      writer.write('\n');
    }
    writer.close();
  }
}
