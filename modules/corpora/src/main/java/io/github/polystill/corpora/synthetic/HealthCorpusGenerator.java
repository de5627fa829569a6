package io.github.polystill.corpora.synthetic;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A <em>synthetic</em> Traditional Chinese (Taiwan) healthcare corpus with the shape of the
 * paper's, which is not public: 9 long-tailed labels that occur together, 8,731 assignments over
 * 2,724 documents (METHOD.md, "The corpus of the paper").
 *
 * <p>Every sentence is put together from templates and words written for this project. It is no
 * medical advice, and figures measured on it say nothing about real text; {@link #NOTICE} says so
 * wherever the corpus is used. The card is {@code datasets/health-synthetic/README.md}.
 */
public final class HealthCorpusGenerator {
  /** One line for every place where the corpus or a figure measured on it is shown. */
  public static final String NOTICE =
      "Synthetic corpus: its text was written for polystill, is not medical advice, and figures"
          + " measured on it say nothing about real text.";

  /** The number of documents in the paper's corpus. */
  public static final int PAPER_DOCUMENTS = 2_724;

  /** Fewest documents that can be generated; below it a label could have none. */
  public static final int MIN_DOCUMENTS = 10;

  /** Most documents that can be generated. */
  public static final int MAX_DOCUMENTS = 100_000;

  /**
   * The labels, most frequent first. The paper names eight of them; 飲食營養 (diet and nutrition) is
   * our name for the ninth.
   */
  public static final LabelSet LABELS =
      LabelSet.of(List.of("注意事項", "健康表現", "治療方案", "醫療檢測", "藥物", "飲食營養", "心理健康", "保健食品", "銀髮族"));

  /**
   * Documents per label among {@link #PAPER_DOCUMENTS}. The paper gives the sum (8,731), the share
   * of the first (73 %) and the last (13 %) and the means of the first four (1,543.5) and the last
   * four (454.8); the rest is ours.
   */
  private static final List<Integer> PAPER_COUNTS =
      List.of(1_989, 1_602, 1_386, 1_197, 738, 577, 476, 412, 354);

  private HealthCorpusGenerator() {}

  /**
   * Generates a corpus; the same arguments give the same documents on every machine.
   *
   * <p>At 2,724 documents the labels have the paper's counts exactly, at other sizes their shares
   * by largest remainder. Each document has at least one label, 100 to 600 characters (Han
   * characters, punctuation and the line feeds between paragraphs) and a text of its own; ids count
   * from {@code health-000001}.
   *
   * @param documents number of documents, {@value #MIN_DOCUMENTS} to {@value #MAX_DOCUMENTS}
   * @throws InvalidInputException for a number of documents outside that range
   */
  public static List<Document> generate(int documents, long seed) {
    if (documents < MIN_DOCUMENTS || documents > MAX_DOCUMENTS) {
      throw InvalidInputException.of(
          "cannot generate %,d documents of the health corpus: choose %,d to %,d",
          documents, MIN_DOCUMENTS, MAX_DOCUMENTS);
    }
    Phrasebook book = Phrasebook.load(LABELS);
    ArticleWriter writer = new ArticleWriter(book, LABELS);
    Dice dice = new Dice(seed);
    LabelPlan plan = LabelPlan.draw(book.topics(), counts(documents), documents, dice);
    List<Document> corpus = new ArrayList<>(documents);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < documents; i++) {
      Topic topic = book.topics().get(plan.topics()[i]);
      boolean[] carried = plan.targets()[i];
      Dice own = dice.split();
      String text = writer.write(topic, carried, own);
      while (!texts.add(text)) {
        text = writer.write(topic, carried, own);
      }
      corpus.add(
          new Document(String.format(Locale.ROOT, "health-%06d", i + 1), text, names(carried)));
    }
    return corpus;
  }

  /** Documents per label, in the order of {@link #LABELS}. */
  static int[] counts(int documents) {
    int[] shares = PAPER_COUNTS.stream().mapToInt(Integer::intValue).toArray();
    return LabelPlan.counts(shares, PAPER_DOCUMENTS, documents);
  }

  private static List<String> names(boolean[] carried) {
    return IntStream.range(0, carried.length)
        .filter(label -> carried[label])
        .mapToObj(LABELS::name)
        .toList();
  }
}
