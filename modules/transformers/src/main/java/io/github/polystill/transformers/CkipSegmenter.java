package io.github.polystill.transformers;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.transformers.TokenNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The word segmenter of ckip-transformers 0.3.4 (https://github.com/ckiplab/ckip-transformers): a
 * BERT or ALBERT says of each character whether it begins a word (B) or goes on with one (I).
 */
final class CkipSegmenter implements Segmenter {
  /** Raised whenever the words of the same model may change. */
  private static final String VERSION = "1";

  /** Characters of a sequence, which has 512 tokens. */
  private static final int LONGEST = 510;

  private static final String DELIMITERS = "，,。：:；;！!？?";

  private final Path model;
  private final int tokens;
  private final Map<String, Integer> vocabulary;
  private final int first;
  private final int last;
  private final int unknown;
  private final int beginning;
  private final boolean delimiters;
  private final boolean normalize;
  private String checksum = "";
  private TokenNetwork network;
  private boolean closed;

  private CkipSegmenter(
      Path directory, List<String> tokens, int beginning, boolean delimiters, boolean normalize) {
    this.model = directory.resolve("model.onnx");
    this.tokens = tokens.size();
    this.vocabulary = vocabulary(directory.resolve("vocab.txt"), tokens);
    this.first = vocabulary.get("[CLS]");
    this.last = vocabulary.get("[SEP]");
    this.unknown = vocabulary.get("[UNK]");
    this.beginning = beginning;
    this.delimiters = delimiters;
    this.normalize = normalize;
  }

  /** That of a directory, as {@link OnnxTransformers#ckip}. */
  static CkipSegmenter of(Path directory, boolean delimiters, boolean normalize) {
    Path config = directory.resolve("config.json");
    Path words = directory.resolve("vocab.txt");
    for (Path file : List.of(directory.resolve("model.onnx"), words, config)) {
      InputFile.requireReadable(file, "file of a CKIP model");
    }
    try {
      JsonNode settings = RecordsJson.mapper().readTree(Files.readString(config));
      List<String> lines = Files.readString(words).stripTrailing().lines().toList();
      JsonNode size = settings.path("vocab_size");
      if (size.asInt() != lines.size()) {
        throw InvalidInputException.of(
            "%s: has %,d tokens, but the embedding of the model %s by vocab_size of config.json; give the files of one model",
            words, lines.size(), size.isInt() ? "has " + size : "has none");
      }
      return new CkipSegmenter(
          directory, lines, beginning(config, settings), delimiters, normalize);
    } catch (IOException e) {
      throw InvalidInputException.of(
          e,
          "%s: config.json or vocab.txt is damaged; take that of the model: %s",
          directory,
          e.getMessage().lines().findFirst().orElse(""));
    }
  }

  /** Which output is of B, the other being of I. */
  private static int beginning(Path config, JsonNode settings) {
    JsonNode labels = settings.path("id2label");
    String both = labels.path("0").asText() + labels.path("1").asText();
    if (labels.size() != 2 || !Set.of("BI", "IB").contains(both)) {
      throw InvalidInputException.of(
          "%s: its labels (id2label) are %s; those of a word segmenter are B and I",
          config, labels.isMissingNode() ? "not there" : labels);
    }
    return both.indexOf('B');
  }

  /** The numbers of lines; white space at their ends is none of them, as Hugging Face has it. */
  private static Map<String, Integer> vocabulary(Path file, List<String> lines) {
    Map<String, Integer> ids = new HashMap<>();
    int id = 0;
    for (String line : lines) {
      ids.put(line.stripTrailing(), id++);
    }
    for (String needed : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (!ids.containsKey(needed)) {
        throw InvalidInputException.of(
            "%s: has no %s; give the vocabulary of the model", file, needed);
      }
    }
    return ids;
  }

  @Override
  public String name() {
    return Segmenters.CKIP;
  }

  @Override
  public String version() {
    return VERSION + " " + settings();
  }

  /** {@inheritDoc} Its words are those of these files, and of these settings in this order. */
  @Override
  public Map<String, Object> settings() {
    return new TreeMap<>(
        Map.of(MODEL_SHA256, checksum(), "delimiters", delimiters, "normalize", normalize));
  }

  private synchronized String checksum() {
    if (checksum.isEmpty()) {
      Path words = model.resolveSibling("vocab.txt");
      Path config = model.resolveSibling("config.json");
      checksum = OnnxFile.addTo(new ContentHash(), model, words, config).hex();
    }
    return checksum;
  }

  @Override
  public String normalize(String text) {
    return normalize ? TextNormalizer.normalize(text) : text;
  }

  @Override
  public List<String> segment(String text) {
    return segmented(words(List.of(text)).get(0)).words();
  }

  /** {@inheritDoc} A text is one sequence, whatever lines it has. */
  @Override
  public List<SegmentedText> segmentAll(List<String> texts) {
    return words(texts.stream().map(this::normalize).toList()).stream()
        .map(CkipSegmenter::segmented)
        .toList();
  }

  /** CKIP's words, which white space is in, as words that have none, and the ends of lines. */
  private static SegmentedText segmented(List<String> cut) {
    List<String> words = new ArrayList<>();
    List<Integer> lineEnds = new ArrayList<>();
    boolean lineEnded = false;
    for (String word : cut) {
      int begin = 0;
      for (int i = 0; i <= word.length(); i++) {
        if (i < word.length() && !Character.isWhitespace(word.charAt(i))) {
          continue;
        }
        if (begin < i) {
          if (lineEnded && !words.isEmpty()) {
            lineEnds.add(words.size());
          }
          lineEnded = false;
          words.add(word.substring(begin, i));
        }
        lineEnded |= i < word.length() && (word.charAt(i) == '\n' || word.charAt(i) == '\r');
        begin = i + 1;
      }
    }
    return new SegmentedText(words, lineEnds);
  }

  /** Exactly CKIP's words: together they are the text. */
  List<List<String>> words(List<String> texts) {
    List<int[]> characters = texts.stream().map(text -> text.codePoints().toArray()).toList();
    List<int[]> sequences = new ArrayList<>();
    for (int[] text : characters) {
      for (int begin = 0; begin < text.length; ) {
        int end = end(text, begin);
        sequences.add(sequence(text, begin, end));
        begin = end;
      }
    }
    List<float[]> logits = network().run(sequences);
    List<List<String>> words = new ArrayList<>();
    int piece = 0;
    for (int[] text : characters) {
      List<String> its = new ArrayList<>();
      int begin = 0;
      int read = 0;
      while (read < text.length) {
        int[] sequence = sequences.get(piece);
        for (int token = 1; token < sequence.length - 1; token++) {
          if (read > 0 && begins(logits.get(piece), token)) {
            its.add(new String(text, begin, read - begin));
            begin = read;
          }
          read++;
        }
        piece++;
      }
      if (read > 0) {
        its.add(new String(text, begin, read - begin));
      }
      words.add(its);
    }
    return words;
  }

  private boolean begins(float[] logits, int token) {
    return logits[2 * token + beginning] > logits[2 * token + 1 - beginning];
  }

  /** Where the piece of a text ends that begins somewhere. */
  private int end(int[] text, int begin) {
    int most = Math.min(begin + LONGEST, text.length);
    for (int i = begin; delimiters && i < most; i++) {
      if (DELIMITERS.indexOf(text[i]) >= 0) {
        return i + 1;
      }
    }
    return most;
  }

  private int[] sequence(int[] text, int begin, int end) {
    int[] ids = new int[end - begin + 2];
    ids[0] = first;
    for (int i = begin; i < end; i++) {
      ids[i - begin + 1] = vocabulary.getOrDefault(Character.toString(text[i]), unknown);
    }
    ids[ids.length - 1] = last;
    return ids;
  }

  private synchronized TokenNetwork network() {
    if (closed) {
      throw new IllegalStateException(model + " is closed");
    }
    if (network == null) {
      // Threads that segment read texts side by side, which is quicker than one text by all of
      // them.
      TokenNetwork opened = OnnxNetwork.open(model, 1);
      try {
        if (opened.width() != 2) {
          throw InvalidInputException.of(
              "%s: gives %d values for each character; a word segmenter gives 2, of B and I",
              model, opened.width());
        }
        var unused = opened.run(List.of(new int[] {first, tokens - 1, last}));
      } catch (InvalidInputException e) {
        opened.close();
        throw e;
      }
      network = opened;
    }
    return network;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (network != null) {
      network.close();
    }
  }
}
