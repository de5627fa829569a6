package io.github.polystill.data.encoding;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Words and their ids. Id 0 is padding, id 1 any word that is not listed; listed words follow.
 *
 * <p>A listed word is not empty, has no line end and is well-formed Unicode, so that a vocabulary
 * can be kept as a UTF-8 file of one word per line.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Vocabulary {
  public static final int PADDING_ID = 0;
  public static final int UNKNOWN_ID = 1;
  public static final String PADDING = "<pad>";
  public static final String UNKNOWN = "<unk>";

  /** Number of ids that stand for no word: padding and unknown. */
  public static final int RESERVED = 2;

  private final List<String> words;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    this.ids = new HashMap<>(words.size() * 2);
    for (int id = 0; id < words.size(); id++) {
      String word = words.get(id);
      if (!isListable(word)) {
        throw new IllegalArgumentException("not a word that a vocabulary can list: " + word);
      }
      if (ids.put(word, id) != null) {
        throw new IllegalArgumentException("duplicate word: " + word);
      }
    }
  }

  /** A vocabulary of exactly these words, {@link #PADDING} and {@link #UNKNOWN} first. */
  public static Vocabulary ofWords(List<String> words) {
    if (words.size() < RESERVED
        || !words.get(PADDING_ID).equals(PADDING)
        || !words.get(UNKNOWN_ID).equals(UNKNOWN)) {
      throw new IllegalArgumentException("a vocabulary starts with " + PADDING + " and " + UNKNOWN);
    }
    return new Vocabulary(words);
  }

  /**
   * The words of texts, most frequent first, ties in code point order: the same for every order of
   * the texts. Words that are named like a reserved one or that a vocabulary cannot list (see
   * above) are left out and so become unknown.
   *
   * @param texts words of each text
   * @param minCount least number of occurrences of a listed word, 1 or more
   * @param maxWords greatest number of listed words, padding and unknown not counted, 1 or more
   * @throws InvalidInputException where a limit is below 1
   */
  public static Vocabulary build(Iterable<List<String>> texts, int minCount, int maxWords) {
    requireAtLeastOne("minimum count of a vocabulary word", minCount);
    requireAtLeastOne("maximum number of vocabulary words", maxWords);
    Map<String, Integer> counts = new HashMap<>();
    for (List<String> text : texts) {
      for (String word : text) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    List<String> words = new ArrayList<>(List.of(PADDING, UNKNOWN));
    counts.keySet().removeAll(words);
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minCount && isListable(entry.getKey()))
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey(Vocabulary::compareCodePoints)))
        .limit(maxWords)
        .forEach(entry -> words.add(entry.getKey()));
    return new Vocabulary(words);
  }

  /**
   * Reads a file that {@link #save} wrote; lines may end in CRLF.
   *
   * @throws InvalidInputException where it is missing or not UTF-8, does not start with the
   *     reserved words, or has an empty line or a word twice
   */
  public static Vocabulary load(Path file) throws IOException {
    InputFile.requireReadable(file, "vocabulary file");
    List<String> words = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    // A character per byte, as the line of one that is not UTF-8 is to be named.
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1).replaceFirst("\n\\z", "");
    for (String line : bytes.isEmpty() ? new String[0] : bytes.split("\n", -1)) {
      String where = file + ":" + (words.size() + 1);
      String word = decodeWord(line, where);
      requireReserved(words.size(), word, where);
      if (!seen.add(word)) {
        throw InvalidInputException.of(
            "%s: word %s is listed twice; remove one of the lines", where, word);
      }
      words.add(word);
    }
    if (words.size() < RESERVED) {
      throw InvalidInputException.of(
          "%s:%s: %s", file, words.size() + 1, missingReserved(words.size()));
    }
    return new Vocabulary(words);
  }

  /** Writes a UTF-8 file of one word per line in the order of the ids, the reserved ones first. */
  public void save(Path file) throws IOException {
    AtomicFiles.writeString(file, String.join("\n", words) + "\n");
  }

  /** Number of ids, padding and unknown included. */
  public int size() {
    return words.size();
  }

  /** All words in the order of their ids, padding and unknown included. */
  public List<String> words() {
    return words;
  }

  /** The id of a word, {@link #UNKNOWN_ID} where it is not listed. */
  public int id(String word) {
    return ids.getOrDefault(word, UNKNOWN_ID);
  }

  /**
   * Whether an id is that of a word that says something: it is listed and has a letter, a digit or
   * a pictograph. Punctuation is listed too, but a text of nothing else says nothing.
   */
  public boolean isKnownWord(int id) {
    return id >= RESERVED && words.get(id).codePoints().anyMatch(Vocabulary::saysSomething);
  }

  private static boolean saysSomething(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || switch (Character.getType(codePoint)) {
          case Character.OTHER_SYMBOL, Character.OTHER_NUMBER, Character.LETTER_NUMBER -> true;
          case Character.UNASSIGNED -> true; // pictographs newer than Java
          default -> false;
        };
  }

  /**
   * Ids of the first {@code maxLength} words of a text; empty words count for nothing. The result
   * has no padding, not even for a word that happens to be spelled {@link #PADDING}.
   */
  public int[] encode(List<String> text, int maxLength) {
    int[] tokens = new int[Math.min(text.size(), maxLength)];
    int length = 0;
    for (String word : text) {
      if (length == tokens.length) {
        break;
      }
      if (!word.isEmpty()) {
        int id = id(word);
        tokens[length] = id == PADDING_ID ? UNKNOWN_ID : id;
        length++;
      }
    }
    return length == tokens.length ? tokens : Arrays.copyOf(tokens, length);
  }

  /** A hash of the words and their order, 64 hex characters. */
  public String contentHash() {
    ContentHash hash = new ContentHash().add(words.size());
    words.forEach(hash::add);
    return hash.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary of " + (size() - RESERVED) + " words";
  }

  private static void requireAtLeastOne(String what, int value) {
    if (value < 1) {
      throw InvalidInputException.of("the %s is %s; give 1 or more", what, value);
    }
  }

  private static void requireReserved(int id, String word, String where) {
    if (id < RESERVED && !word.equals(id == PADDING_ID ? PADDING : UNKNOWN)) {
      throw InvalidInputException.of("%s: %s", where, missingReserved(id));
    }
  }

  private static String missingReserved(int id) {
    return "this line must read "
        + (id == PADDING_ID ? PADDING : UNKNOWN)
        + "; use a vocabulary file that polystill wrote";
  }

  private static String decodeWord(String line, String where) {
    byte[] bytes = line.replaceFirst("\r\\z", "").getBytes(StandardCharsets.ISO_8859_1);
    String word;
    try {
      word = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(where + ": not UTF-8; convert the file to UTF-8", e);
    }
    if (!isListable(word)) {
      throw InvalidInputException.of(
          "%s: no word; a vocabulary has exactly one word per line", where);
    }
    return word;
  }

  /** Whether a word comes back the same from a UTF-8 file of lines. */
  private static boolean isListable(String word) {
    return !word.isEmpty()
        && word.indexOf('\n') < 0
        && word.indexOf('\r') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(word);
  }

  /** String.compareTo orders by UTF-16 unit, which puts U+FF5E after U+20000. */
  private static int compareCodePoints(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
