package io.github.polystill.corpora.synthetic;

import io.github.polystill.data.LabelSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the text of one article from its topic and labels: an opening, evidence for the labels in
 * various strengths among distractors, at times a closing, in one to four paragraphs.
 */
final class ArticleWriter {
  static final int MIN_LENGTH = 100;
  static final int MAX_LENGTH = 600;

  // The probabilities decide how hard the corpus is; the figures are in the card.
  private static final double NO_EVIDENCE = 0.05;
  private static final double HINT_ONLY = 0.12;
  private static final double HINT_ONLY_PER_RANK = 0.025;
  private static final double AMBIGUOUS = 0.20;
  private static final double ELABORATION = 0.55;
  private static final double FALSE_EVIDENCE = 0.03;
  private static final double FALSE_HINT = 0.05;
  private static final double PASSING = 0.20;
  private static final double CONNECTOR = 0.15;
  private static final double TAIL = 0.10;
  private static final double LEAD = 0.60;
  private static final double CLOSING = 0.40;
  private static final double PARAGRAPH_END = 0.22;
  private static final int MAX_PARAGRAPHS = 4;
  private static final int MAX_REDRAWS = 20;

  private final Phrasebook book;
  private final LabelSet labels;

  ArticleWriter(Phrasebook book, LabelSet labels) {
    this.book = book;
    this.labels = labels;
  }

  /**
   * One article of {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters, line feeds between
   * paragraphs included.
   *
   * @param carried which labels the article carries, [labels]
   */
  String write(Topic topic, boolean[] carried, Dice dice) {
    Draft draft = new Draft(new Cast(book, topic, dice), dice);
    int wanted = MIN_LENGTH + dice.below(220) + dice.below(220);
    draft.open();
    for (int label = 0; label < carried.length; label++) {
      if (carried[label]) {
        draft.support(labels.name(label), HINT_ONLY + label * HINT_ONLY_PER_RANK);
      }
    }
    for (int label = 0; label < carried.length; label++) {
      draft.mislead(labels.name(label), carried[label]);
    }
    while (draft.length < wanted) {
      draft.elaborate();
    }
    return draft.finish();
  }

  /** An article in the making. Sentences that would make it too long are left out. */
  private final class Draft {
    private final Cast cast;
    private final Dice dice;
    private final Set<Template> used = new HashSet<>();
    private final List<String> clear = new ArrayList<>();
    private final List<String> body = new ArrayList<>();
    private String opening = "";
    private int length;

    Draft(Cast cast, Dice dice) {
      this.cast = cast;
      this.dice = dice;
    }

    void open() {
      opening = finished(expand(book.openings()));
      length = opening.length();
    }

    /** Evidence for a label that the article carries; rarer labels show more faintly. */
    void support(String label, double hintOnly) {
      double strength = dice.unit();
      if (strength < NO_EVIDENCE) {
        return;
      }
      if (strength < NO_EVIDENCE + hintOnly) {
        add(hint(label));
        return;
      }
      List<Template> ambiguous = book.shared(label);
      if (!ambiguous.isEmpty() && dice.chance(AMBIGUOUS)) {
        add(argued(ambiguous));
        return;
      }
      add(argued(book.evidence(label)));
      clear.add(label);
    }

    /** One more sentence about a label that already shows clearly, or one about nothing. */
    void elaborate() {
      if (!clear.isEmpty() && dice.chance(ELABORATION)) {
        add(argued(book.evidence(dice.pick(clear))));
      } else {
        add(plain(book.neutral()));
      }
    }

    /** What may pass for evidence without being it. */
    void mislead(String label, boolean carried) {
      if (dice.chance(PASSING)) {
        add(plain(book.passing(label)));
      }
      if (!carried && dice.chance(FALSE_EVIDENCE)) {
        add(argued(book.evidence(label)));
      }
      if (!carried && dice.chance(FALSE_HINT)) {
        add(hint(label));
      }
    }

    /** A hint as a sentence of its own, often with a lead. */
    private String hint(String label) {
      String clause = expand(book.hints(label));
      return finished(dice.chance(LEAD) ? expand(book.leads()) + clause : clause);
    }

    /** A sentence, at times with a connector before it. */
    String plain(List<Template> templates) {
      return finished(connected(templates));
    }

    /** A sentence, at times with a connector before it or a tail after it. */
    private String argued(List<Template> templates) {
      String sentence = connected(templates);
      return finished(dice.chance(TAIL) ? sentence + expand(book.tails()) : sentence);
    }

    private String connected(List<Template> templates) {
      String connector = dice.chance(CONNECTOR) ? expand(book.connectors()) : "";
      return connector + expand(templates);
    }

    /** Fills in a template that the article has not used yet, unless it has used nearly all. */
    private String expand(List<Template> templates) {
      Template template = dice.pick(templates);
      for (int i = 0; i < MAX_REDRAWS && used.contains(template); i++) {
        template = dice.pick(templates);
      }
      used.add(template);
      return template.expand(cast::word, dice);
    }

    private static String finished(String sentence) {
      return sentence.endsWith("？") ? sentence : sentence + "。";
    }

    void add(String sentence) {
      if (length + sentence.length() + MAX_PARAGRAPHS <= MAX_LENGTH) {
        body.add(sentence);
        length += sentence.length();
      }
    }

    String finish() {
      dice.shuffle(body);
      body.add(0, opening);
      if (dice.chance(CLOSING)) {
        add(finished(expand(book.closings())));
      }
      StringBuilder text = new StringBuilder(length + MAX_PARAGRAPHS);
      int paragraphs = 1;
      for (int i = 0; i < body.size(); i++) {
        text.append(body.get(i));
        if (i + 1 < body.size() && paragraphs < MAX_PARAGRAPHS && dice.chance(PARAGRAPH_END)) {
          text.append('\n');
          paragraphs++;
        }
      }
      return text.toString();
    }
  }
}
