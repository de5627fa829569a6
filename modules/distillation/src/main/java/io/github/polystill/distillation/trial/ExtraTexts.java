package io.github.polystill.distillation.trial;

import io.github.polystill.data.ContentHash;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Texts beside the documents of a fold that students learn: copies of training documents, then
 * texts without labels, which a teacher alone answers: copies with other words, and transfer texts.
 * Row i of them is row {@code documents + i} of a {@link TrainingData}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ExtraTexts {
  /** No texts, as in the paper. */
  public static final ExtraTexts NONE =
      new ExtraTexts(List.of(), new int[0], new int[0], "", false, 0, "", () -> new int[0][]);

  private final List<String> ids;
  private final int[] origins;
  private final int[] replaced;
  private final String copies;
  private final boolean consistent;
  private final int perEpoch;
  private final String hash;
  private final Supplier<int[][]> encoded;
  private int[][] tokens;

  /**
   * Texts in some layout.
   *
   * @param ids those that a teacher's answers have
   * @param origins document of each copy that has its labels; the texts behind have none
   * @param replaced document of each copy with other words, which are behind those: one of each
   *     text, then another
   * @param copies names what decides the copies with labels
   * @param consistent whether a teacher is to answer the copies; else it has answered the documents
   * @param perEpoch transfer texts that an epoch learns, at most all
   * @param transfer names what decides the texts without labels
   * @param encoded gives the token ids when they are first asked for, as they take much memory
   */
  public ExtraTexts(
      List<String> ids,
      int[] origins,
      int[] replaced,
      String copies,
      boolean consistent,
      int perEpoch,
      String transfer,
      Supplier<int[][]> encoded) {
    this(
        ids,
        origins,
        replaced,
        copies,
        consistent,
        Math.min(perEpoch, ids.size() - origins.length - replaced.length),
        encoded,
        new ContentHash().add(copies).add(Boolean.toString(consistent)).add(transfer).hex());
  }

  private ExtraTexts(
      List<String> ids,
      int[] origins,
      int[] replaced,
      String copies,
      boolean consistent,
      int perEpoch,
      Supplier<int[][]> encoded,
      String hash) {
    this.ids = List.copyOf(ids);
    this.origins = origins.clone();
    this.replaced = replaced.clone();
    this.copies = copies;
    this.consistent = consistent;
    this.perEpoch = perEpoch;
    this.encoded = encoded;
    this.hash = hash;
  }

  /** All of it, for {@link #ofFields}. */
  List<Object> fields() {
    return List.of(ids, origins, replaced, copies, consistent, perEpoch, tokens(), hash);
  }

  /** The same texts as those of some {@link #fields}. */
  static ExtraTexts ofFields(List<?> fields) {
    return new ExtraTexts(
        ((List<?>) fields.get(0)).stream().map(String.class::cast).toList(),
        (int[]) fields.get(1),
        (int[]) fields.get(2),
        (String) fields.get(3),
        (boolean) fields.get(4),
        (int) fields.get(5),
        () -> (int[][]) fields.get(6),
        (String) fields.get(7));
  }

  /** Number of texts. */
  public int size() {
    return ids.size();
  }

  /** The ids of all. */
  public List<String> ids() {
    return ids;
  }

  /** Document of each copy that has its labels. */
  public int[] origins() {
    return origins.clone();
  }

  /** Document of each copy with other words, which are behind the others. */
  public int[] replaced() {
    return replaced.clone();
  }

  /** Transfer texts that an epoch learns. */
  public int perEpoch() {
    return perEpoch;
  }

  /** Token ids of all, [texts][length]. */
  public synchronized int[][] tokens() {
    if (tokens == null) {
      tokens = encoded.get();
    }
    return tokens;
  }

  /** Those that a teacher has to answer. */
  int[] asked() {
    return IntStream.range(consistent ? 0 : origins.length, size()).toArray();
  }

  /** Names what decides the copies. */
  String copies() {
    return copies;
  }

  /** Names what decides the texts, and who answers them. */
  public String hash() {
    return hash;
  }

  /**
   * Logits of documents, then of these texts.
   *
   * @param documents logits of all documents
   * @param answers logits of those that are {@linkplain #asked}
   */
  float[][] joined(float[][] documents, float[][] answers) {
    float[][] all = new float[documents.length + size()][];
    System.arraycopy(documents, 0, all, 0, documents.length);
    for (int copy = 0; copy < origins.length; copy++) {
      all[documents.length + copy] = documents[origins[copy]];
    }
    System.arraycopy(answers, 0, all, all.length - answers.length, answers.length);
    return all;
  }
}
