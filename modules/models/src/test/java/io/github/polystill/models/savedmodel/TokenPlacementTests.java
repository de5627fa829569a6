package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** The graph places words as {@link TokenLayout#encode} does, which training used. */
class TokenPlacementTests {
  private static final List<String> WORDS =
      List.of(
          "頭",
          "痛",
          "a1",
          "，",
          "、",
          "。",
          "！",
          "？",
          "；",
          "…",
          ".",
          "..",
          "...",
          "......",
          "\"",
          "\"好",
          "」",
          "「",
          "』。",
          "。」",
          "」「",
          "）",
          "(",
          "－",
          "好。好",
          "。\"",
          "?!",
          "\u201c",
          "\u201d",
          " ",
          "3.5",
          "~",
          "\uD840\uDC00",
          "x\ny");

  private static final Vocabulary VOCABULARY =
      Vocabulary.ofWords(List.of("<pad>", "<unk>", "頭", "痛", "，", "。", "」", "\"", "..."));

  /** Words with empty ones between them, cut into lines. */
  private static SegmentedText text(Random random) {
    List<String> words = new ArrayList<>();
    List<Integer> lineEnds = new ArrayList<>();
    int length = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(60);
    for (int i = 0; i < length; i++) {
      if (i > 0 && random.nextInt(9) == 0) {
        lineEnds.add(i);
      }
      words.add(random.nextInt(15) == 0 ? "" : WORDS.get(random.nextInt(WORDS.size())));
    }
    return new SegmentedText(words, lineEnds);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void sentencesAreThoseOfTraining(int wordsPerSentence) {
    assertSame(new TokenLayout.Sentences(5, wordsPerSentence));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 100})
  void wordsAreThoseOfTraining(int length) {
    assertSame(new TokenLayout.Words(length));
  }

  private static void assertSame(TokenLayout layout) {
    Random random = new Random(layout.length());
    List<SegmentedText> texts = IntStream.range(0, 600).mapToObj(i -> text(random)).toList();
    int[][] rows = place(texts.stream().map(SegmentedText::tokens).toList(), layout);
    for (int i = 0; i < rows.length; i++) {
      int[] expected = layout.encode(texts.get(i), VOCABULARY);
      assertThat(rows[i])
          .as("%s", texts.get(i))
          .isEqualTo(Arrays.copyOf(expected, rows[i].length))
          .hasSizeGreaterThanOrEqualTo(expected.length);
    }
  }

  @Test
  void aBatchWithoutWordsHasOnePositionOfPadding() {
    List<List<String>> nothing = List.of(List.of(), List.of("", "\n", ""));
    for (TokenLayout layout : List.of(new TokenLayout.Words(4), new TokenLayout.Sentences(2, 2))) {
      assertThat(place(nothing, layout)).isDeepEqualTo(new int[2][1]);
      assertThat(place(List.of(List.of()), layout)).isDeepEqualTo(new int[1][1]);
    }
  }

  private static int[][] place(List<List<String>> texts, TokenLayout layout) {
    int width = texts.stream().mapToInt(List::size).max().orElse(0);
    String[] flat = new String[texts.size() * width];
    int[] ids = new int[flat.length];
    Arrays.fill(flat, "");
    for (int row = 0; row < texts.size(); row++) {
      for (int i = 0; i < texts.get(row).size(); i++) {
        String word = texts.get(row).get(i);
        flat[row * width + i] = word;
        ids[row * width + i] = word.isEmpty() || word.equals("\n") ? 0 : VOCABULARY.id(word);
      }
    }
    Shape shape = Shape.of(texts.size(), width);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TString> words =
          tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1, -1)));
      Placeholder<TInt32> wordIds =
          tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
      TokenPlacement placement = TokenPlacement.of(tf, words, wordIds, layout);
      try (Session session = new Session(graph);
          TString wordTensor = TString.tensorOf(shape, DataBuffers.ofObjects(flat));
          TInt32 idTensor = TInt32.tensorOf(shape, DataBuffers.of(ids));
          Result result =
              session
                  .runner()
                  .feed(words, wordTensor)
                  .feed(wordIds, idTensor)
                  .fetch(placement.ids())
                  .run()) {
        return rows((TInt32) result.get(0));
      }
    }
  }

  private static int[][] rows(TInt32 tensor) {
    int[][] rows = new int[(int) tensor.shape().get(0)][(int) tensor.shape().get(1)];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = tensor.getInt(i, j);
      }
    }
    return rows;
  }

  /** Raw text, cut in the graph and by the segmenter of training. */
  @Test
  void charactersAreThoseOfTraining() {
    List<String> texts = charactersOfAllKinds();
    List<List<String>> cut = cut(texts, 1000);
    for (int i = 0; i < texts.size(); i++) {
      SegmentedText expected = SegmentedText.of(texts.get(i), Segmenters.byName("characters"));
      assertThat(withoutIdleLineEnds(cut.get(i)))
          .as("<%s>", texts.get(i))
          .isEqualTo(expected.tokens());
    }
  }

  private static List<String> charactersOfAllKinds() {
    List<String> texts = new ArrayList<>(List.of("", "\n", " ", "ＡＢ１２ 3", "咳嗽３天，ＯＫ？\r\n好"));
    Random random = new Random(5);
    int[] codePoints = {
      '痛', '好', 'a', 'Z', '0', '９', 'Ａ', ' ', '\t', '\n', '\r', '\u3000', '。', '…', '\u200b',
      '\uFEFF', 0x20000, 0xFB01, '㈱', '\u1680', 0xE0100, '\u0085', '①', '½', 0xF900, '\u00a0',
      0x1F600, '\u00ad'
    };
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** The first words of each text, whatever lies behind them, and nothing that they do not need. */
  @Test
  void noMoreWordsThanAreRead() {
    List<String> texts = charactersOfAllKinds();
    for (int most : new int[] {1, 2, 7}) {
      List<List<String>> cut = cut(texts, most);
      for (int i = 0; i < texts.size(); i++) {
        List<String> all = SegmentedText.of(texts.get(i), Segmenters.byName("characters")).tokens();
        assertThat(words(cut.get(i)))
            .as("<%s>", texts.get(i))
            .isEqualTo(words(all).subList(0, Math.min(most, words(all).size())));
        assertThat(withoutIdleLineEnds(cut.get(i)))
            .isEqualTo(withoutIdleLineEnds(all.subList(0, end(all, most))));
      }
    }
  }

  private static List<String> words(List<String> tokens) {
    return tokens.stream().filter(token -> !token.isBlank()).toList();
  }

  /** The number of tokens that end with the last word read. */
  private static int end(List<String> tokens, int most) {
    int words = 0;
    int end = 0;
    while (end < tokens.size() && words < most) {
      words += tokens.get(end++).equals("\n") ? 0 : 1;
    }
    return end;
  }

  @Test
  void aLongTextIsAsWideAsWhatIsReadOfIt() {
    List<String> texts =
        List.of(
            "痛".repeat(100_000),
            "a ".repeat(50_000),
            "\n".repeat(100_000) + "痛",
            "痛\n\n".repeat(10_000),
            "ﷺ".repeat(1000));
    List<List<String>> cut = cut(texts, 5);
    assertThat(cut).allSatisfy(row -> assertThat(row).hasSize(9));
    assertThat(cut.get(0)).startsWith("痛", "痛", "痛", "痛", "痛", "");
    assertThat(cut.get(1)).startsWith("a", "a", "a", "a", "a", "");
    assertThat(cut.get(2)).startsWith("痛", "");
    assertThat(cut.get(3)).containsExactly("痛", "\n", "痛", "\n", "痛", "\n", "痛", "\n", "痛");
    assertThat(cut.get(4)).startsWith("ص", "ل", "ى", "ا", "ل", "");
  }

  /** Line ends before the first word, behind the last and behind another change nothing. */
  private static List<String> withoutIdleLineEnds(List<String> tokens) {
    List<String> kept = new ArrayList<>();
    for (String token : tokens) {
      boolean idle =
          token.equals("\n") && (kept.isEmpty() || kept.get(kept.size() - 1).equals("\n"));
      if (!token.isEmpty() && !idle) {
        kept.add(token);
      }
    }
    if (!kept.isEmpty() && kept.get(kept.size() - 1).equals("\n")) {
      kept.remove(kept.size() - 1);
    }
    return kept;
  }

  private static List<List<String>> cut(List<String> texts, int mostWords) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TString> raw = tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
      Operand<TString> words = CharacterWords.of(tf, raw, mostWords);
      try (Session session = new Session(graph);
          TString tensor = TString.vectorOf(texts.toArray(String[]::new));
          Result result = session.runner().feed(raw, tensor).fetch(words).run()) {
        TString cut = (TString) result.get(0);
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
          List<String> tokens = new ArrayList<>();
          for (int i = 0; i < cut.shape().get(1); i++) {
            tokens.add(cut.getObject(row, i));
          }
          rows.add(tokens);
        }
        return rows;
      }
    }
  }
}
