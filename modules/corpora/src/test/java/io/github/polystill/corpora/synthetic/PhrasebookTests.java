package io.github.polystill.corpora.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.polystill.data.LabelSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhrasebookTests {
  private static final String TOPICS = "@topic 甲 100\nL 1\n@words 病 甲\n流感、肺炎\n";
  private static final String WORDS = "# words\n\n@words 人\n老師、司機\n";
  private static final String LABELS =
      "@evidence L\n{人}有{病}\n@hint L\n有點累\n@passing L\n沒有{病}\n@shared L L\n也許\n";
  private static final String PROSE =
      "@opening\n說到{病}\n@neutral\n天晴\n@closing\n再見\n@connector\n另外，\n@tail\n，是的\n@lead\n聽說\n";

  private final Phrasebook book = Phrasebook.load(HealthCorpusGenerator.LABELS);

  private static Phrasebook read(String topics, String words, String labels, String prose) {
    return Phrasebook.of(LabelSet.of(List.of("L")), topics, words, labels, prose);
  }

  @Test
  void holdsEnoughTemplates() {
    for (String label : HealthCorpusGenerator.LABELS.names()) {
      assertThat(book.evidence(label)).as(label).hasSizeGreaterThanOrEqualTo(25);
      assertThat(book.hints(label)).as(label).hasSizeGreaterThanOrEqualTo(10);
      assertThat(book.shared(label)).as(label).hasSizeGreaterThanOrEqualTo(5);
    }
    long distractors =
        HealthCorpusGenerator.LABELS.names().stream()
            .mapToLong(label -> book.passing(label).size())
            .sum();
    assertThat(book.neutral().size() + distractors).isGreaterThanOrEqualTo(80);
  }

  @Test
  void holdsEnoughWordsForEverySlot() {
    Set<String> slots = new TreeSet<>();
    templates().forEach(template -> slots.addAll(template.slots()));
    assertThat(slots).hasSizeGreaterThan(25);
    for (Topic topic : book.topics()) {
      for (String slot : slots) {
        int least = slot.equals("他") ? 2 : 12; // a pronoun, of which there are two
        assertThat(book.words(topic, slot)).as(slot).hasSizeGreaterThanOrEqualTo(least);
      }
    }
  }

  @Test
  void repeatsNoTemplate() {
    Dice dice = new Dice(1);
    Set<String> firstWords = new HashSet<>();
    long templates =
        templates().distinct().peek(t -> firstWords.add(t.expand(slot -> slot, dice))).count();
    assertThat(firstWords).hasSize((int) templates);
  }

  private Stream<Template> templates() {
    Stream<Template> ofLabels =
        HealthCorpusGenerator.LABELS.names().stream()
            .flatMap(
                label ->
                    Stream.of(
                            book.evidence(label),
                            book.hints(label),
                            book.passing(label),
                            book.shared(label))
                        .flatMap(List::stream));
    Stream<Template> prose =
        Stream.of(
                book.openings(),
                book.neutral(),
                book.closings(),
                book.connectors(),
                book.tails(),
                book.leads())
            .flatMap(List::stream);
    return Stream.concat(ofLabels, prose);
  }

  @Test
  void readsTheSmallestBook() {
    Phrasebook small = read(TOPICS, WORDS, LABELS, PROSE);
    Topic topic = small.topics().get(0);
    assertThat(topic.name()).isEqualTo("甲");
    assertThat(topic.percent()).isEqualTo(100);
    assertThat(small.words(topic, "病")).containsExactly("流感", "肺炎");
    assertThat(small.words(topic, "人")).containsExactly("老師", "司機");
    assertThat(small.evidence("L").get(0).expand(slot -> "x", new Dice(1))).isEqualTo("x有x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "topics; 甲 100; 甲 90; topics.txt: percentages sum to 90, not 100",
        "topics; 甲 100; 甲; topics.txt:1: @topic takes 2 arguments, got [甲]",
        "topics; 甲 100; 甲 x; topics.txt:1: not a number: x",
        "topics; L 1; M 1; topics.txt:2: unknown label M",
        "topics; L 1; L 0; topics.txt:2: must be above 0: 0",
        "topics; L 1; L; 'topics.txt:2: expected LABEL AFFINITY, got L'",
        "topics; 病 甲; 病 乙; topics.txt:3: unknown topic 乙",
        "topics; 流感、肺炎; 流感、流感; topics.txt:4: empty or second word: 流感",
        "words; 老師、司機; 老師; words.txt:3: a slot needs at least two words: 人",
        "words; @words; @list; words.txt:3: unknown section list",
        "words; @words 人; 人; words.txt:3: text before the first @header",
        "labels; {人}有; {誰}有; labels.txt:2: no words for {誰} in every topic",
        "labels; @evidence L; @evidence M; labels.txt:1: unknown label M",
        "labels; @hint L; @hnt L; labels.txt:3: unknown section hnt",
        "labels; @passing L; @hint L; labels.txt: no @passing L",
        "prose; 天晴; '天晴 '; prose.txt:4: blanks at the start or end of the line",
        "prose; @tail; @tial; prose.txt: no @tail",
        "prose; @closing; @neutral; prose.txt:5: second section neutral"
      })
  void namesFileAndLineOfAMistake(String file, String good, String bad, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                read(
                    file.equals("topics") ? TOPICS.replace(good, bad) : TOPICS,
                    file.equals("words") ? WORDS.replace(good, bad) : WORDS,
                    file.equals("labels") ? LABELS.replace(good, bad) : LABELS,
                    file.equals("prose") ? PROSE.replace(good, bad) : PROSE))
        .withMessage(message);
  }

  @Test
  void refusesAnEmptySection() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Section.parse("f.txt", "@a\n@b\nx\n"))
        .withMessage("f.txt:1: empty section: @a");
  }
}
