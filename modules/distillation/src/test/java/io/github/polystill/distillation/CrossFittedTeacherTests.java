package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.CrossFittedTeacher.Answers;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.training.TrainingHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CrossFittedTeacherTests {
  private static final List<int[]> PARTS = List.of(new int[] {0, 1, 4, 5}, new int[] {2, 3, 6, 7});

  private static Responses respond(TrainingData data, Answers answers) {
    return respond(data, PARTS, answers);
  }

  private static Responses respond(TrainingData data, List<int[]> parts, Answers answers) {
    BinaryRelevanceTeacher experts =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      return new CrossFittedTeacher(experts, parts, answers).respond(data, one);
    }
  }

  /** No expert that answers a document has seen its label. */
  @Test
  void answersOutOfFoldAreNotMemorised() {
    TrainingData data = SmallData.of(10, 2);
    TrainingData flipped = SmallData.withFlipped(data, PARTS.get(0));
    float[][] before = respond(data, Answers.OUT_OF_FOLD).logits();
    float[][] after = respond(flipped, Answers.OUT_OF_FOLD).logits();

    for (int document : PARTS.get(0)) {
      assertThat(after[document]).isEqualTo(before[document]);
    }
    for (int document : PARTS.get(1)) {
      assertThat(after[document]).isNotEqualTo(before[document]);
    }
  }

  /** All documents with the first label are even ones: experts of the others know none. */
  @Test
  void aLabelThatTheRestLacksIsAnsweredByTheExpertOfAll() {
    TrainingData data = SmallData.of(10, 2);
    List<int[]> evenAndOdd = List.of(new int[] {0, 2, 4, 6}, new int[] {1, 3, 5, 7});
    float[][] full = respond(data, evenAndOdd, Answers.FULL).logits();
    float[][] unseen = respond(data, evenAndOdd, Answers.OUT_OF_FOLD).logits();

    for (int document = 0; document < 8; document++) {
      boolean known = document % 2 == 1; // the even ones, which the first label's expert learns
      assertThat(unseen[document][0] == full[document][0]).isEqualTo(!known);
    }
  }

  /** Of the documents that are not learnt from there is one answer only. */
  @Test
  void theMeanIsThatOfBothProbabilities() {
    TrainingData data = SmallData.of(10, 2);
    Responses full = respond(data, Answers.FULL);
    Responses unseen = respond(data, Answers.OUT_OF_FOLD);
    Responses mean = respond(data, Answers.MEAN);

    for (int document = 0; document < 10; document++) {
      for (int label = 0; label < 2; label++) {
        double expected =
            (probability(full, document, label) + probability(unseen, document, label)) / 2;
        assertThat(probability(mean, document, label)).isCloseTo(expected, within(1e-6));
      }
    }
    for (int document = 8; document < 10; document++) {
      assertThat(unseen.logits()[document]).isEqualTo(full.logits()[document]);
    }
    assertThat(List.of(full.source(), unseen.source(), mean.source())).doesNotHaveDuplicates();
  }

  /** Copies of documents 0 and 2 with the words of 4 and 3, and a text with those of 1. */
  private static TrainingData withExtra(TrainingData data, boolean consistent) {
    int[][] tokens = data.corpus().tokens();
    int[][] rows = {tokens[4], tokens[3], tokens[1]};
    List<String> ids = List.of("copy of 0", "copy of 2", "like 1");
    return data.with(
        new ExtraTexts(
            ids, new int[] {0, 2}, new int[0], "copies", consistent, 1, "transfer", () -> rows));
  }

  private static TrainingData withoutTransfer(TrainingData data) {
    int[][] rows = {data.corpus().tokens()[4], data.corpus().tokens()[3]};
    List<String> ids = List.of("copy of 0", "copy of 2");
    return data.with(
        new ExtraTexts(
            ids, new int[] {0, 2}, new int[0], "copies", true, 0, "transfer", () -> rows));
  }

  /** What they have to be answered is known of the documents with the same words. */
  @ParameterizedTest
  @EnumSource(Answers.class)
  void textsBesideTheDocumentsAreAnsweredToo(Answers answers) {
    TrainingData data = SmallData.of(10, 2);
    Responses documents = respond(data, answers);
    Responses consistent = respond(withExtra(data, true), answers);
    float[][] asOrigins = respond(withExtra(data, false), answers).logits();
    assertThat(Arrays.copyOf(consistent.logits(), 10)).isDeepEqualTo(documents.logits());
    assertThat(consistent.logits()[10]).isEqualTo(documents.logits()[4]);
    assertThat(consistent.logits()[11]).isEqualTo(documents.logits()[3]);
    assertThat(asOrigins[10]).isEqualTo(documents.logits()[0]);
    assertThat(asOrigins[11]).isEqualTo(documents.logits()[2]);
    float[][] recorded = documents.logitsFor(withoutTransfer(data));
    assertThat(recorded[10]).isEqualTo(documents.logits()[0]);
    assertThat(recorded[11]).isEqualTo(documents.logits()[2]);

    List<Responses> experts = new ArrayList<>(List.of(respond(data, Answers.FULL)));
    for (int part = 0; answers != Answers.FULL && part < PARTS.size(); part++) {
      experts.add(respond(data.without(part, PARTS.get(part)), List.of(), Answers.FULL));
    }
    for (int label = 0; label < 2; label++) {
      int column = label;
      double mean =
          experts.stream().mapToDouble(it -> probability(it, 1, column)).average().orElseThrow();
      assertThat(probability(consistent, 12, label)).isCloseTo(mean, within(1e-6));
    }
  }

  private static double probability(Responses responses, int document, int label) {
    return 1 / (1 + Math.exp(-responses.logits()[document][label]));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "800, 800, 800", "-800, -800, -800", "90, -90, 0", "2, 2, 2"})
  void logitsOfAnySizeHaveAMean(double a, double b, float mean) {
    assertThat(CrossFittedTeacher.logitOfMean(a, b)).isCloseTo(mean, within(1e-5f));
  }

  private static final List<Fold> FOLDS =
      List.of(
          fold(0, new int[] {5, 6, 7, 9, 10, 11}, 4, 8),
          fold(1, new int[] {1, 2, 3, 8, 10, 11}, 0, 9),
          fold(2, new int[] {0, 2, 3, 4, 6, 7}, 1, 5));

  private static final BinaryRelevanceTeacher EXPERTS =
      new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));

  private static Fold fold(int index, int[] train, int... validation) {
    return new Fold(index, train, validation, IntStream.range(4 * index, 4 * index + 4).toArray());
  }

  private static PreparedFold prepared(Fold fold, List<SegmentedText> transfer) throws IOException {
    List<Document> documents = new ArrayList<>();
    List<SegmentedText> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      documents.add(new Document("d" + i, "text", List.of(i % 2 == 0 ? "a" : "b")));
      texts.add(text(i));
    }
    return TextPipeline.with(Segmenters.byName("whitespace"))
        .randomVectors(2)
        .prepare(new SegmentedCorpus(Corpus.of(documents, 1), texts), fold, OptionalLong.empty())
        .with(
            new FurtherTexts(
                Optional.of(new WordDropout(0.5, 1, true, 1)),
                Optional.of(new WordReplacement(1, 1, 1)),
                transfer,
                1));
  }

  /** A word of each document's own between two that others have. */
  private static SegmentedText text(int document) {
    return SegmentedText.ofLine(List.of("all", "own" + document, document % 2 + ""));
  }

  /** The second fold has a text that the first one has not. */
  private static List<SegmentedText> transfer(int fold) {
    return fold == 1 ? List.of(text(2), text(10)) : List.of(text(10));
  }

  /** Those of each fold, in its order. */
  private static List<List<FoldPair>> pairs() throws IOException {
    List<List<FoldPair>> pairs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int[] both : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
      Fold one = FOLDS.get(both[0]);
      Fold other = FOLDS.get(both[1]);
      List<SegmentedText> texts =
          Stream.concat(transfer(both[0]).stream(), transfer(both[1]).stream()).distinct().toList();
      FoldPair pair = new FoldPair(one, other, prepared(one.common(other), texts));
      pairs.get(both[0]).add(pair);
      pairs.get(both[1]).add(pair);
    }
    return pairs;
  }

  @Test
  void expertsOfAPairHaveSeenNothingOfWhatEitherFoldTests() throws IOException {
    TrainingData data = pairs().get(1).get(0).learnt(EXPERTS, 0);
    assertThat(data.fold().train()).containsExactly(10, 11);
    assertThat(data.fold().validation()).containsExactly(8, 9);
    assertThat(data.corpus().vocabulary().words().stream().skip(Vocabulary.RESERVED))
        .containsExactlyInAnyOrder("all", "own10", "own11", "0", "1");
    assertThat(data.vectors().rows()).isEqualTo(data.corpus().vocabulary().size());
    ExpertSpec learnsCopies = EXPERTS.learningCopies().candidates(data, 0).get(0);
    assertThat(IntStream.of(learnsCopies.learntDocuments()).mapToObj(data.ids()::get))
        .containsExactly("d10", "d11", "+copy 0 of d10", "+copy 0 of d11");
    assertThat(learnsCopies.name()).hasToString("fold 0 textcnn teacher a W=1 without part 1");
  }

  /** The vector of a text is its length; a copy with other words says nothing as a whole. */
  @Test
  void anEncoderReadsACopyWithOtherWordsAsItsDocument() throws IOException {
    Set<String> encoded = new TreeSet<>();
    Encoding encoder =
        new Encoding() {
          @Override
          public String contentHash() {
            return "lengths";
          }

          @Override
          public void encode(List<String> texts) {
            encoded.addAll(texts);
          }

          @Override
          public float[][] vectors(List<String> texts) {
            return texts.stream().map(it -> new float[] {it.length()}).toArray(float[][]::new);
          }
        };
    PreparedFold fold = prepared(FOLDS.get(1), transfer(1)).with(Optional.of(encoder));
    TrainingData data = fold.data(new TokenLayout.Words(3));
    List<String> ids = data.ids().subList(data.corpus().size(), data.ids().size());
    float[][] documents = data.encoded().orElseThrow().documents().get();
    for (int text : FOLDS.get(1).texts()) {
      int copy = ids.indexOf("+copy 0 with other words of fold 1 of d" + text);
      float[][] vectors = data.encoded().orElseThrow().extra().apply(new int[] {copy});
      assertThat(vectors).isDeepEqualTo(new float[][] {documents[text]});
    }
    fold.encode();
    // The documents and their shortened copies, of which some are alike.
    assertThat(encoded).hasSizeBetween(12, 12 + FOLDS.get(1).texts().length);
    assertThat(encoded).contains(text(0).text(), text(11).text());
  }

  /** The answers of all folds, which ask in some order, or side by side. */
  private static List<float[][]> answers(List<Integer> order, int workers, List<String> trained)
      throws IOException {
    List<List<FoldPair>> pairs = pairs();
    Map<Integer, CompletableFuture<float[][]>> answers = new TreeMap<>();
    try (LocalTrialExecutor executor =
        new LocalTrialExecutor(
            workers,
            ComputeDevice.CPU,
            new TrialListener() {
              @Override
              public void started(TrialSpec trial, TrainingHistory before) {
                trained.add(trial.name().toString());
              }
            })) {
      for (int fold : order) {
        TrainingData data =
            prepared(FOLDS.get(fold), transfer(fold)).data(new TokenLayout.Words(300));
        CrossFittedTeacher teacher =
            CrossFittedTeacher.sharing(EXPERTS, fold, Answers.OUT_OF_FOLD, pairs.get(fold));
        CompletableFuture<float[][]> its =
            CompletableFuture.supplyAsync(() -> teacher.respond(data, executor).logits());
        answers.put(fold, its);
        if (workers == 1) {
          its.join();
        }
      }
      return answers.values().stream().map(CompletableFuture::join).toList();
    }
  }

  @Test
  void expertsOfAPairAreTrainedOnceWhicheverFoldAsksFirst() throws IOException {
    List<String> trained = Collections.synchronizedList(new ArrayList<>());
    List<float[][]> answers = answers(List.of(0, 1, 2), 1, trained);
    assertThat(trained).hasSize((3 + 3) * 2).doesNotHaveDuplicates();
    List<String> reversed = Collections.synchronizedList(new ArrayList<>());
    assertThat(answers(List.of(2, 1, 0), 2, reversed))
        .usingRecursiveComparison()
        .isEqualTo(answers);
    assertThat(reversed).containsExactlyInAnyOrderElementsOf(trained);
    assertThat(answers(List.of(1), 1, new ArrayList<>()).get(0)).isDeepEqualTo(answers.get(1));
  }

  /**
   * A training document and its copies are answered by those who have seen none of them, in their
   * words; the transfer text, which has those of document 10, by all.
   */
  @Test
  void expertsOfAPairAnswerTheTextsOfBothFolds() throws IOException {
    List<FoldPair> pairs = pairs().get(0);
    TrainingData data = prepared(FOLDS.get(0), transfer(0)).data(new TokenLayout.Words(300));
    CrossFittedTeacher teacher = CrossFittedTeacher.sharing(EXPERTS, 0, Answers.OUT_OF_FOLD, pairs);
    List<TrainingData> learnt = teacher.learnt(data);
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      List<List<FoundExpert>> found =
          new EnsembleTeacher(List.of(teacher)).findExperts(data, one).get(0);
      float[][] answers = teacher.responses(data, found).logits();
      for (int row : data.texts()) {
        List<Integer> experts =
            row < data.firstTransfer() ? List.of(unseenBy(data, row)) : List.of(0, 1, 2);
        double[] logits = new double[experts.size()];
        for (int i = 0; i < logits.length; i++) {
          TrainingData its = learnt.get(experts.get(i));
          int there = its.ids().indexOf(data.ids().get(row));
          assertThat(words(its, there)).isEqualTo(words(data, row, its.corpus().vocabulary()));
          logits[i] = found.get(experts.get(i)).get(0).expert().orElseThrow().logits()[there][0];
        }
        assertThat(answers[row][0])
            .isCloseTo(CrossFittedTeacher.logitOfMean(logits), within(1e-5f));
      }
      assertThat(answers).hasDimensions(12 + 6 + 6 + 1, 2);
      assertThat(words(data, 24)).isEqualTo(words(data, 10));
    }
  }

  /** Which of the experts of the first fold have seen nothing of a document or of its copy. */
  private static int unseenBy(TrainingData data, int row) {
    int document =
        row < 12
            ? row
            : row < data.firstUnlabelled()
                ? data.extra().origins()[row - 12]
                : data.extra().replaced()[row - data.firstUnlabelled()];
    return document < 8 ? 1 : 2;
  }

  private static List<String> words(TrainingData data, int row) {
    return IntStream.of(data.tokens()[row])
        .mapToObj(data.corpus().vocabulary().words()::get)
        .toList();
  }

  /** As far as others know them. */
  private static List<String> words(TrainingData data, int row, Vocabulary others) {
    return words(data, row).stream().map(it -> others.words().get(others.id(it))).toList();
  }

  /** Two members of two labels: nothing goes on before all four searches have submitted a trial. */
  @Test
  void membersAreSearchedSideBySide() {
    CyclicBarrier four = new CyclicBarrier(4);
    TrialExecutor waiting =
        new TrialExecutor() {
          @Override
          public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
            try {
              four.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new IllegalStateException(e);
            }
            return CompletableFuture.failedFuture(new CancellationException());
          }

          @Override
          public int parallelism() {
            return 2;
          }

          @Override
          public void close() {}
        };
    BinaryRelevanceTeacher experts =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    CrossFittedTeacher member = new CrossFittedTeacher(experts, List.of(), Answers.FULL);
    EnsembleTeacher teacher = new EnsembleTeacher(List.of(member, member));
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> teacher.findExperts(SmallData.of(10, 2), waiting));
  }
}
