package io.github.polystill.labs.segmentation;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.labs.ResidentMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Speed and memory of one model of CKIP's form over random texts. */
public final class SegmentationBenchmark {
  private static final int FIRST = 0x4E00;
  private static final int CHARACTERS = 20_000;
  private static final int PARTS = 10;

  private SegmentationBenchmark() {}

  /**
   * What was measured.
   *
   * @param earlyRssBytes after a tenth of the texts
   */
  public record Row(
      String model, int texts, double charactersPerSecond, long earlyRssBytes, long rssBytes) {
    public double growth() {
      return (double) rssBytes / earlyRssBytes;
    }
  }

  /**
   * Segments random texts, a tenth of them at a time, whose words are not kept.
   *
   * @param longest characters of a text, which has a quarter of them at least
   */
  public static Row run(String name, Path model, int texts, int longest, int threads) {
    SplittableRandom random = new SplittableRandom(1);
    long characters = 0;
    long nanos = 0;
    long early = 0;
    try (Segmenter segmenter =
        Transformers.require("bench segmentation").ckip(model, false, true)) {
      segmenter.segment("詞"); // loads it
      for (int part = 0; part < PARTS; part++) {
        Corpus corpus = random(texts / PARTS, longest, random);
        characters += corpus.documents().stream().mapToInt(it -> it.text().length()).sum();
        long start = System.nanoTime();
        CorpusSegmenter.segment(corpus, segmenter, threads, Optional.empty(), (done, all) -> {});
        nanos += System.nanoTime() - start;
        System.gc(); // garbage that waits is no leak
        early = part == 0 ? ResidentMemory.current().orElse(1) : early;
      }
      return new Row(
          name,
          texts / PARTS * PARTS,
          characters / (nanos / 1e9),
          early,
          ResidentMemory.current().orElse(1));
    }
  }

  private static Corpus random(int texts, int longest, SplittableRandom random) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      int[] text =
          random
              .ints(random.nextInt(longest / 4, longest + 1), FIRST, FIRST + CHARACTERS)
              .toArray();
      documents.add(new Document("t" + i, new String(text, 0, text.length), List.of("any")));
    }
    return Corpus.of(documents, 1);
  }
}
