package io.github.polystill.embeddings.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class Word2VecTrainerTests {
  private static final TextSource GROUPS = Texts.ofGroups(3000);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void wordsThatOccurTogetherBecomeNeighbours(Algorithm algorithm) throws IOException {
    for (boolean deterministic : new boolean[] {false, true}) {
      TrainedVectors vectors = train(settings(algorithm, 2, deterministic), GROUPS);
      List<String> words = vectors.words();
      assertThat(words).hasSize(Texts.GROUPS * Texts.GROUP_WORDS);
      float[][] rows = rows(vectors);
      for (int word = 0; word < rows.length; word++) {
        assertThat(words.get(nearest(rows, word)).substring(0, 2))
            .as(words.get(word))
            .isEqualTo(words.get(word).substring(0, 2));
      }
    }
  }

  @Test
  void oneThreadIsReproducible() throws IOException {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    assertThat(rows(train(settings, GROUPS))).isDeepEqualTo(rows(train(settings, GROUPS)));
  }

  @Test
  void seedMatters() throws IOException {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    Word2VecSettings other =
        new Word2VecSettings(Algorithm.SKIP_GRAM, 20, 3, 4, 1e-2, 1, 3, 0.025, 2, 1, false, 1000);
    assertThat(rows(train(settings, GROUPS))[0]).isNotEqualTo(rows(train(other, GROUPS))[0]);
  }

  @Test
  void deterministicThreadsAreReproducible() throws IOException {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 3, true);
    float[][] once = rows(train(settings, GROUPS));
    for (int i = 0; i < 3; i++) {
      assertThat(rows(train(settings, GROUPS))).isDeepEqualTo(once);
    }
  }

  @Test
  void resumedTrainingGivesTheSameVectors() throws IOException {
    TextSource text = Texts.ofGroups(8_000);
    for (Word2VecSettings settings :
        List.of(settings(Algorithm.SKIP_GRAM, 1, false), settings(Algorithm.SKIP_GRAM, 2, true))) {
      float[][] undisturbed = rows(train(settings, text));
      stopAtCheckpoint(3, settings, text);
      List<Long> resumedAt = new ArrayList<>();
      TrainedVectors resumed = resume(settings, text, resumedAt);
      assertThat(resumedAt.get(0)).isPositive();
      assertThat(rows(resumed)).isDeepEqualTo(undisturbed);
      assertThat(state()).as("the vectors are not safe yet").isNotEmpty();
      deleteState();
      assertThat(directory).doesNotExist();
    }
  }

  private void deleteState() throws IOException {
    try (CheckpointDirectory checkpoints =
        CheckpointDirectory.open(directory, Duration.ZERO, false)) {
      checkpoints.delete();
    }
  }

  private void stopAtCheckpoint(int number, Word2VecSettings settings, TextSource text)
      throws IOException {
    AtomicInteger written = new AtomicInteger();
    Word2VecListener killer =
        new Word2VecListener() {
          @Override
          public void checkpoint() {
            if (written.incrementAndGet() == number) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(() -> resumable(settings, text, killer, false)).hasMessage("killed");
  }

  private TrainedVectors resume(Word2VecSettings settings, TextSource text, List<Long> resumedAt)
      throws IOException {
    Word2VecListener listener =
        new Word2VecListener() {
          @Override
          public void vocabulary(int words, long trainWords, long doneWords) {
            resumedAt.add(doneWords);
          }
        };
    return resumable(settings, text, listener, false);
  }

  /** Trains with checkpoints at every round. */
  private TrainedVectors resumable(
      Word2VecSettings settings, TextSource text, Word2VecListener listener, boolean replacesOther)
      throws IOException {
    try (CheckpointDirectory checkpoints =
        CheckpointDirectory.open(directory, Duration.ZERO, replacesOther)) {
      return new Word2VecTrainer(
              settings, Segmenters.byName("whitespace"), listener, Optional.of(checkpoints))
          .train(List.of(text));
    }
  }

  private List<String> state() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void damagedStateIsMadeAnew() throws IOException {
    TextSource text = Texts.ofGroups(3_000);
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    float[][] undisturbed = rows(train(settings, text));
    for (String file : List.of("training.checkpoint", "text.ids", "vocabulary.bin")) {
      for (int length : new int[] {0, 4, 1000}) {
        stopAtCheckpoint(2, settings, text);
        byte[] whole = Files.readAllBytes(directory.resolve(file));
        Files.write(directory.resolve(file), Arrays.copyOf(whole, length));
        if (!file.equals("training.checkpoint")) {
          Files.delete(directory.resolve("training.checkpoint"));
        }
        List<Long> resumedAt = new ArrayList<>();
        assertThat(rows(resume(settings, text, resumedAt)))
            .as("%s of %d bytes", file, length)
            .isDeepEqualTo(undisturbed);
        assertThat(resumedAt).containsExactly(0L);
        deleteState();
      }
    }
  }

  private static List<Thread> trainingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("word2vec-"))
        .toList();
  }

  @Test
  void endsAllThreadsWhenOneFails() throws IOException {
    Path spool = directory.resolve("text.ids");
    Word2VecListener damage =
        new Word2VecListener() {
          @Override
          public void vocabulary(int words, long trainWords, long doneWords) {
            try (FileChannel channel = FileChannel.open(spool, StandardOpenOption.WRITE)) {
              channel.truncate(channel.size() / 2); // the second thread has nothing to read
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 2, false);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> resumable(settings, Texts.ofGroups(20_000), damage, false))
                .isInstanceOf(IOException.class)
                .hasMessage("the spooled text ends too early"));
    assertThat(trainingThreads()).isEmpty();
  }

  @Test
  void endsAllThreadsWhenTheListenerGivesUp() {
    Word2VecListener impatient =
        new Word2VecListener() {
          @Override
          public void training(double progress, double wordsPerSecond, double alpha, Duration eta) {
            throw new CancellationException("enough");
          }
        };
    // Slow enough that the threads are at work when the listener is first told.
    Word2VecSettings slow =
        new Word2VecSettings(Algorithm.SKIP_GRAM, 400, 8, 4, 0, 1, 3, 0.025, 1, 2, false, 1000);
    Word2VecTrainer trainer =
        new Word2VecTrainer(slow, Segmenters.byName("whitespace"), impatient, Optional.empty());
    assertThatThrownBy(() -> trainer.train(List.of(Texts.ofGroups(30_000))))
        .isInstanceOf(CancellationException.class)
        .hasMessage("enough");
    assertThat(trainingThreads()).isEmpty();
  }

  @Test
  void stateOfAnotherTrainingIsKeptUnlessItIsToBeReplaced() throws IOException {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    TextSource text = Texts.ofGroups(20_000);
    stopAtCheckpoint(2, settings, text);
    List<String> before = state();
    assertThat(before).contains("training.checkpoint", "text.ids", "vocabulary.bin");
    for (TextSource other : List.of(GROUPS, new Texts(List.of()))) {
      assertThatThrownBy(() -> resumable(settings, other, Word2VecListener.NONE, false))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(directory + ": holds the state of a training with other");
      assertThat(state()).isEqualTo(before);
    }
    TrainedVectors vectors = resumable(settings, GROUPS, Word2VecListener.NONE, true);
    assertThat(rows(vectors)).isDeepEqualTo(rows(train(settings, GROUPS)));
  }

  @Test
  void filesOfOthersAreNotTouched() throws IOException {
    Path thesis = Files.writeString(directory.resolve("thesis.txt"), "precious");
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    assertThatThrownBy(() -> resumable(settings, GROUPS, Word2VecListener.NONE, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is no directory of checkpoints, it holds thesis.txt");
    assertThat(state()).containsExactly("thesis.txt");
    assertThat(thesis).hasContent("precious");
  }

  @Test
  void twoTrainingsDoNotShareCheckpoints() throws IOException {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    List<Throwable> second = new ArrayList<>();
    Word2VecListener meanwhile =
        new Word2VecListener() {
          @Override
          public void vocabulary(int words, long trainWords, long doneWords) {
            second.add(
                catchThrowable(() -> resumable(settings, GROUPS, Word2VecListener.NONE, true)));
          }
        };
    TrainedVectors first = resumable(settings, GROUPS, meanwhile, false);
    assertThat(second)
        .singleElement()
        .isInstanceOf(InvalidInputException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith(directory + ": another process trains these vectors");
    assertThat(rows(first)).isDeepEqualTo(rows(train(settings, GROUPS)));
  }

  @Test
  void divergenceIsAnErrorThatLeavesNoState() throws IOException {
    Word2VecSettings wild =
        new Word2VecSettings(Algorithm.SKIP_GRAM, 4, 5, 300, 0, 1, 3, 1, 1, 1, false, 1000);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> resumable(wild, GROUPS, Word2VecListener.NONE, false))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("training diverged")
          .hasMessageContaining("lower the learning rate (1.0)");
      assertThat(directory).doesNotExist();
    }
  }

  @Test
  void tooLittleTextIsAnError() {
    Word2VecSettings settings = settings(Algorithm.SKIP_GRAM, 1, false);
    assertThatThrownBy(() -> train(settings, new Texts(List.of())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no text");
    assertThatThrownBy(() -> train(settings, new Texts(List.of("a a a a a a a a"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 2 different ones");
    assertThatThrownBy(
            () ->
                resumable(
                    settings, new Texts(List.of("a a a a a a a a")), Word2VecListener.NONE, false))
        .isInstanceOf(InvalidInputException.class);
    assertThat(directory).doesNotExist();
  }

  @Test
  void countsAndStatisticsAreThoseOfTheText() throws IOException {
    Word2VecSettings settings =
        new Word2VecSettings(Algorithm.SKIP_GRAM, 4, 2, 2, 0, 2, 3, 0.025, 1, 1, false, 1000);
    TrainedVectors vectors = train(settings, new Texts(List.of("b a a c", "a b rare")));
    assertThat(vectors.words()).containsExactly("a", "b");
    assertThat(vectors.count(0)).isEqualTo(3);
    assertThat(vectors.count(1)).isEqualTo(2);
    assertThat(vectors.statistics().tokens()).isEqualTo(7);
    assertThat(vectors.statistics().vocabularyTokens()).isEqualTo(5);
    assertThat(vectors.statistics().trainedTokens()).isEqualTo(15);
  }

  private static Word2VecSettings settings(
      Algorithm algorithm, int threads, boolean deterministic) {
    return new Word2VecSettings(
        algorithm, 20, 3, 4, 1e-2, 1, 3, 0.025, 1, threads, deterministic, 1000);
  }

  private static TrainedVectors train(Word2VecSettings settings, TextSource text)
      throws IOException {
    return new Word2VecTrainer(
            settings, Segmenters.byName("whitespace"), Word2VecListener.NONE, Optional.empty())
        .train(List.of(text));
  }

  private static float[][] rows(TrainedVectors vectors) {
    float[][] rows = new float[vectors.words().size()][vectors.dimensions()];
    for (int word = 0; word < rows.length; word++) {
      vectors.copyVector(word, rows[word]);
    }
    return rows;
  }

  private static int nearest(float[][] rows, int word) {
    int best = -1;
    double bestCosine = -2;
    for (int other = 0; other < rows.length; other++) {
      double cosine = cosine(rows[word], rows[other]);
      if (other != word && cosine > bestCosine) {
        best = other;
        bestCosine = cosine;
      }
    }
    return best;
  }

  private static double cosine(float[] x, float[] y) {
    double product = 0;
    double xx = 0;
    double yy = 0;
    for (int d = 0; d < x.length; d++) {
      product += x[d] * y[d];
      xx += x[d] * x[d];
      yy += y[d] * y[d];
    }
    return product / Math.sqrt(xx * yy);
  }
}
