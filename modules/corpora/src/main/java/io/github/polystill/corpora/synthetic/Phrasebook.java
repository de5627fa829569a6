package io.github.polystill.corpora.synthetic;

import static io.github.polystill.corpora.synthetic.Section.require;

import io.github.polystill.data.LabelSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * All text of the health corpus, as the resource files beside this class hold it: topics, words for
 * slots, templates for sentences. Reading is strict: an unknown label, slot or section is an error
 * that names file and line.
 */
final class Phrasebook {
  private static final String TOPICS = "topics.txt";
  private static final String WORDS = "words.txt";
  private static final String LABELS = "labels.txt";
  private static final String PROSE = "prose.txt";

  private final LabelSet labels;
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private final Map<String, List<String>> words = new LinkedHashMap<>();
  private final Map<String, List<Template>> templates = new LinkedHashMap<>();

  private Phrasebook(LabelSet labels) {
    this.labels = labels;
  }

  /** Reads the resource files. */
  static Phrasebook load(LabelSet labels) {
    return of(labels, resource(TOPICS), resource(WORDS), resource(LABELS), resource(PROSE));
  }

  /**
   * Reads the four files' contents.
   *
   * @throws IllegalArgumentException with {@code file:line: problem}
   */
  static Phrasebook of(
      LabelSet labels, String topics, String words, String labelTemplates, String prose) {
    Phrasebook book = new Phrasebook(labels);
    Section.parse(TOPICS, topics).forEach(book::addTopicOrWords);
    Section.parse(WORDS, words).forEach(book::addTopicOrWords);
    Section.parse(LABELS, labelTemplates).forEach(book::addLabelTemplates);
    Section.parse(PROSE, prose).forEach(book::addProse);
    book.check();
    return book;
  }

  List<Topic> topics() {
    return List.copyOf(topics.values());
  }

  /** Sentences that are about a label. */
  List<Template> evidence(String label) {
    return templates.get("evidence " + label);
  }

  /** Short clauses that are a weak sign of a label. */
  List<Template> hints(String label) {
    return templates.get("hint " + label);
  }

  /** Sentences that use a label's words without being about it. */
  List<Template> passing(String label) {
    return templates.get("passing " + label);
  }

  /** Sentences that could be about a label or about another one. */
  List<Template> shared(String label) {
    return templates.getOrDefault("shared " + label, List.of());
  }

  List<Template> openings() {
    return templates.get("opening");
  }

  List<Template> neutral() {
    return templates.get("neutral");
  }

  List<Template> closings() {
    return templates.get("closing");
  }

  List<Template> connectors() {
    return templates.get("connector");
  }

  List<Template> tails() {
    return templates.get("tail");
  }

  List<Template> leads() {
    return templates.get("lead");
  }

  /**
   * The words for a slot in an article on a topic; the topic's own come before the general ones.
   */
  List<String> words(Topic topic, String slot) {
    List<String> own = topic.words().get(slot);
    return own == null ? words.get(slot) : own;
  }

  private void addTopicOrWords(Section section) {
    if (section.kind().equals("topic")) {
      addTopic(section);
    } else {
      require(
          section.kind().equals("words"), section.source(), "unknown section " + section.kind());
      addWords(section);
    }
  }

  private void addTopic(Section section) {
    String name = section.arguments(2).get(0);
    double[] affinities = new double[labels.size()];
    for (Section.Line line : section.lines()) {
      String[] pair = line.text().split(" ", -1);
      require(pair.length == 2, line.source(), "expected LABEL AFFINITY, got " + line.text());
      int label = labelIndex(pair[0], line.source());
      require(affinities[label] == 0, line.source(), "second affinity of " + pair[0]);
      affinities[label] = positive(pair[1], line.source());
    }
    require(
        section.lines().size() == labels.size(), section.source(), "needs an affinity per label");
    int percent = (int) positive(section.arguments().get(1), section.source());
    Topic topic = new Topic(name, percent, affinities, new LinkedHashMap<>());
    require(topics.put(name, topic) == null, section.source(), "second topic " + name);
  }

  private void addWords(Section section) {
    String slot = section.arguments().isEmpty() ? "" : section.arguments().get(0);
    Map<String, List<String>> target = words;
    if (section.arguments().size() == 2) {
      Topic topic = topics.get(section.arguments().get(1));
      require(topic != null, section.source(), "unknown topic " + section.arguments().get(1));
      target = topic.words();
    } else {
      section.arguments(1);
    }
    LinkedHashSet<String> list = new LinkedHashSet<>();
    for (Section.Line line : section.lines()) {
      for (String word : line.text().split("、", -1)) {
        require(!word.isBlank() && list.add(word), line.source(), "empty or second word: " + word);
      }
    }
    require(list.size() > 1, section.source(), "a slot needs at least two words: " + slot);
    require(
        target.put(slot, List.copyOf(list)) == null, section.source(), "second list for " + slot);
  }

  private void addLabelTemplates(Section section) {
    String kind = section.kind();
    require(
        List.of("evidence", "hint", "passing", "shared").contains(kind),
        section.source(),
        "unknown section " + kind);
    section.arguments(kind.equals("shared") ? 2 : 1).forEach(l -> labelIndex(l, section.source()));
    List<Template> parsed = parse(section);
    for (String label : section.arguments()) {
      templates.computeIfAbsent(kind + " " + label, key -> new ArrayList<>()).addAll(parsed);
    }
  }

  private void addProse(Section section) {
    section.arguments(0);
    List<Template> parsed = parse(section);
    require(
        templates.put(section.kind(), parsed) == null,
        section.source(),
        "second section " + section.kind());
  }

  private List<Template> parse(Section section) {
    List<Template> parsed = new ArrayList<>();
    for (Section.Line line : section.lines()) {
      Template template = Template.parse(line);
      for (String slot : template.slots()) {
        boolean known = topics.values().stream().allMatch(topic -> words(topic, slot) != null);
        require(known, line.source(), "no words for {" + slot + "} in every topic");
      }
      parsed.add(template);
    }
    return parsed;
  }

  private void check() {
    int percent = topics.values().stream().mapToInt(Topic::percent).sum();
    require(percent == 100, TOPICS, "percentages sum to " + percent + ", not 100");
    for (String label : labels.names()) {
      for (String kind : List.of("evidence", "hint", "passing")) {
        require(templates.containsKey(kind + " " + label), LABELS, "no @" + kind + " " + label);
      }
    }
    for (String kind : List.of("opening", "neutral", "closing", "connector", "tail", "lead")) {
      require(templates.containsKey(kind), PROSE, "no @" + kind);
    }
  }

  private int labelIndex(String label, String source) {
    OptionalInt index = labels.indexOf(label);
    require(index.isPresent(), source, "unknown label " + label);
    return index.orElseThrow();
  }

  private static double positive(String number, String source) {
    try {
      double value = Double.parseDouble(number);
      require(value > 0, source, "must be above 0: " + number);
      return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(source + ": not a number: " + number, e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Phrasebook.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing from the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
