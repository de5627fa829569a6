package io.github.polystill.experiments.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedFoldTests {
  @TempDir private Path directory;

  /**
   * Texts are in NFKC, files of vectors often not: their full-width marks are found all the same.
   */
  @Test
  void saysHowManyWordsWereFoundInWhichWay() throws IOException {
    String text = "病人 說 頭痛 發燒 咳嗽 很 嚴重 x ， ！ ？ （ ＡＢＣ ） ：";
    String rows = text.replace(" ", " 1 2\n") + " 1 2\n";
    assertThat(remark(text, "v.txt", rows))
        .contains("15 of them with trained vectors (8 by exact spelling, 7 after NFKC),");
    assertThat(remark(text, "v.txt.gz", rows)).contains("(8 by exact spelling, 7 after NFKC),");
    assertThat(remark("頭痛 發燒", "v.txt", rows))
        .contains("2 words, 2 of them with trained vectors (2 by exact spelling, 0 after NFKC),");
    assertThat(remark("無", "v.txt", rows)).contains("1 words, 0 of them with trained vectors, ");
  }

  private String remark(String text, String name, String rows) throws IOException {
    Path vectors = directory.resolve(name);
    try (OutputStream out = CompressedOutput.over(Files.newOutputStream(vectors), vectors)) {
      out.write(rows.getBytes(StandardCharsets.UTF_8));
    }
    Path file = directory.resolve("e.yaml");
    Files.writeString(
        file,
        """
        name: e
        corpus: {generate: {documents: 60}}
        segmentation: {segmenter: whitespace}
        vectors: {path: %s}
        architectures: [textcnn]
        """
            .replace("%s", vectors.toString()));
    Experiment experiment = ExperimentFile.read(file, List.of()).experiment();
    Document document = new Document("a", text, List.of("a", "b"), Optional.empty());
    SegmentedCorpus corpus =
        CorpusSegmenter.segment(
            Corpus.of(List.of(document), 1),
            Segmenters.byName("whitespace"),
            1,
            Optional.empty(),
            (done, all) -> {});
    Fold fold = new Fold(0, new int[] {0}, new int[] {}, new int[] {});
    return CorpusPreparation.pipeline(experiment, Optional.of(vectors))
        .prepare(corpus, fold, OptionalLong.empty())
        .remark(new TokenLayout.Words(300));
  }
}
