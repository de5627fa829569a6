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
   * Segments random texts.
   *
   * @param longest characters of a text, which has a quarter of them at least
   */
  public static Row run(String name, Path model, int texts, int longest, int threads) {
    SplittableRandom random = new SplittableRandom(1);
    List<Document> documents = new ArrayList<>();
    long characters = 0;
    for (int i = 0; i < texts; i++) {
      int[] text =
          random
              .ints(random.nextInt(longest / 4, longest + 1), FIRST, FIRST + CHARACTERS)
              .toArray();
      characters += text.length;
      documents.add(new Document("t" + i, new String(text, 0, text.length), List.of("any")));
    }
    long[] early = new long[1];
    try (Segmenter segmenter =
        Transformers.require("bench segmentation").ckip(model, false, true)) {
      segmenter.segment("詞"); // loads it
      long start = System.nanoTime();
      CorpusSegmenter.segment(
          Corpus.of(documents, 1),
          segmenter,
          threads,
          Optional.empty(),
          (done, all) -> {
            if (early[0] == 0 && done >= all / 10) {
              early[0] = ResidentMemory.current().orElse(1);
            }
          });
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Row(
          name, texts, characters / seconds, early[0], ResidentMemory.current().orElse(1));
    }
  }
}
