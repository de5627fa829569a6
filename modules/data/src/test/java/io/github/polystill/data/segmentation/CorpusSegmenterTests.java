package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class CorpusSegmenterTests {
  private static final CorpusSegmenter.Progress IGNORED = (done, total) -> {};

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    log.start();
    logger().setAdditive(false);
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
    logger().setAdditive(true);
  }

  @Test
  void keepsTheOrderWhateverTheNumberOfThreads() {
    Corpus corpus = corpus(500);
    Segmenter segmenter = Segmenters.byName("hanlp");
    List<List<String>> expected =
        corpus.documents().stream()
            .map(document -> segmenter.segment(TextNormalizer.normalize(document.text())))
            .toList();
    for (int threads : new int[] {1, 2, 8}) {
      assertThat(segment(corpus, "hanlp", threads, Optional.empty()).words()).isEqualTo(expected);
    }
  }

  @Test
  void reportsProgressInTheCallingThread() {
    List<Integer> done = new ArrayList<>();
    Thread caller = Thread.currentThread();
    CorpusSegmenter.segment(
        corpus(100),
        Segmenters.byName("characters"),
        3,
        Optional.empty(),
        (documents, total) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          assertThat(total).isEqualTo(100);
          done.add(documents);
        });
    assertThat(done).isSorted().endsWith(100);
  }

  @Test
  void normalisesBeforeSegmenting() {
    Corpus corpus = Corpus.of(List.of(new Document("1", "ＣＴ\u200B１\t二", List.of())), 1);
    assertThat(segment(corpus, "whitespace", 1, Optional.empty()).words())
        .containsExactly(List.of("CT1", "二"));
  }

  @Test
  void theCacheGivesTheSameWordsWithoutSegmenting() throws IOException {
    Corpus corpus = corpus(100);
    SegmentedCorpus first = segment(corpus, "characters", 2, Optional.of(directory));
    assertThat(first.words().stream().flatMap(List::stream).distinct().count())
        .as("indexes of more than one byte")
        .isGreaterThan(128);
    Path file = onlyFile();
    assertThat(segment(corpus, "characters", 2, Optional.of(directory))).isEqualTo(first);
    assertThat(onlyFile()).isEqualTo(file);

    // A file of other words under this name shows that it is what is read.
    List<SegmentedText> planted = new ArrayList<>(first.texts());
    planted.set(0, new SegmentedText(List.of("planted", "lines"), List.of(1)));
    String hash = CorpusSegmenter.contentHash(corpus, Segmenters.byName("characters"));
    new SegmentationCache(directory, hash).write(planted);
    assertThat(segment(corpus, "characters", 2, Optional.of(directory)).texts()).isEqualTo(planted);
    assertThat(log.list).isEmpty();
  }

  @Test
  void anythingThatDecidesTheWordsChangesTheKey() {
    Corpus corpus = corpus(3);
    Corpus otherLabels =
        Corpus.of(
            corpus.documents().stream()
                .map(d -> new Document("other " + d.id(), d.text(), List.of("z")))
                .toList(),
            1);
    Segmenter characters = Segmenters.byName("characters");
    String key = CorpusSegmenter.contentHash(corpus, characters);
    assertThat(CorpusSegmenter.contentHash(otherLabels, characters)).isEqualTo(key);
    assertThat(CorpusSegmenter.contentHash(corpus, Segmenters.byName("hanlp"))).isNotEqualTo(key);
    assertThat(CorpusSegmenter.contentHash(corpus(4), characters)).isNotEqualTo(key);
  }

  @Test
  void aDamagedCacheIsReportedAndRebuilt() throws IOException {
    Corpus corpus = corpus(20);
    SegmentedCorpus expected = segment(corpus, "characters", 1, Optional.of(directory));
    Path file = onlyFile();
    byte[] intact = Files.readAllBytes(file);
    Random random = new Random(1);
    List<byte[]> damages = new ArrayList<>();
    damages.add(new byte[0]);
    damages.add(Arrays.copyOf(intact, intact.length - 1));
    damages.add(Arrays.copyOf(intact, intact.length / 2));
    for (int i = 0; i < 20; i++) {
      byte[] flipped = intact.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      damages.add(flipped);
    }
    for (byte[] damaged : damages) {
      log.list.clear();
      Files.write(file, damaged);
      assertThat(segment(corpus, "characters", 1, Optional.of(directory))).isEqualTo(expected);
      assertThat(log.list)
          .singleElement()
          .satisfies(
              event ->
                  assertThat(event.getFormattedMessage())
                      .startsWith(file + ": cached segmentation is damaged ("));
      assertThat(Files.readAllBytes(file)).isEqualTo(intact);
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsReportedAndDoesNoHarm() throws IOException {
    Path notADirectory = Files.createFile(directory.resolve("file"));
    Corpus corpus = corpus(5);
    assertThat(segment(corpus, "characters", 1, Optional.of(notADirectory)))
        .isEqualTo(segment(corpus, "characters", 1, Optional.empty()));
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> assertThat(event.getFormattedMessage()).contains("could not be cached"));
  }

  private static SegmentedCorpus segment(
      Corpus corpus, String segmenter, int threads, Optional<Path> cache) {
    return CorpusSegmenter.segment(corpus, Segmenters.byName(segmenter), threads, cache, IGNORED);
  }

  private static Corpus corpus(int documents) {
    return Corpus.of(
        IntStream.range(0, documents)
            .mapToObj(
                i ->
                    new Document(
                        "d" + i, "第" + i + "位患者\n断断续续的咳嗽\n" + (char) ('一' + 7 * i), List.of("a")))
            .toList(),
        1);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files = entries.toList();
      assertThat(files).hasSize(1);
      return files.get(0);
    }
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(SegmentationCache.class);
  }
}
