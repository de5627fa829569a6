package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextRnn;
import io.github.polystill.models.ToyTask;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks whose answer is known are learnt. */
class LearningTests {
  private static final int DIMENSIONS = 16;
  private static final int HELD_OUT = 200;
  private static final int SENTENCES = 5;
  private static final int PER_SENTENCE = 6;
  private static final double LEARNT = 0.97;

  @ParameterizedTest
  @EnumSource
  void textCnnLearnsWhichWordDecides(EmbeddingChannels channels) {
    TextCnn settings = new TextCnn(List.of(1, 2), 16, 2, 16, 0.2, channels);
    assertThat(learnt(ToyTask.word(1, 800), settings, 8)).isGreaterThan(LEARNT);
  }

  @ParameterizedTest
  @EnumSource
  void textRnnLearnsWhichWordDecides(EmbeddingChannels channels) {
    Architecture network = new TextRnn(16, 0.1, channels);
    assertThat(learnt(ToyTask.word(1, 1000), network, 10)).isGreaterThan(LEARNT);
  }

  @ParameterizedTest
  @CsvSource({"false, FROZEN", "true, FINE_TUNED", "true, TWO"})
  void gruAttLearnsWhichWordDecides(boolean bidirectional, EmbeddingChannels channels) {
    Architecture network = new GruAtt(12, bidirectional, 12, 0.1, channels);
    assertThat(learnt(ToyTask.word(1, 800), network, 10)).isGreaterThan(LEARNT);
  }

  @ParameterizedTest
  @EnumSource
  void hanLearnsWhichWordDecides(EmbeddingChannels channels) {
    ToyTask task = ToyTask.word(1, 800).inSentences(1, SENTENCES, PER_SENTENCE);
    assertThat(learnt(task, han(channels, PER_SENTENCE), 6)).isGreaterThan(LEARNT);
  }

  @Test
  void recurrentNetworksLearnTheOrderOfWords() {
    ToyTask task = ToyTask.order(1, 800);
    EmbeddingChannels channels = EmbeddingChannels.FROZEN;
    Architecture textRnn = new TextRnn(16, 0.1, channels);
    assertThat(learnt(task, textRnn, 10)).isGreaterThan(LEARNT);
    Architecture gruAtt = new GruAtt(12, false, 12, 0.1, channels);
    assertThat(learnt(task, gruAtt, 10)).isGreaterThan(LEARNT);
    ToyTask cut = task.inSentences(1, SENTENCES, PER_SENTENCE);
    assertThat(learnt(cut, han(channels, PER_SENTENCE), 8)).isGreaterThan(LEARNT);
    // Single words that any place may hold: what does not look at the order does not learn it.
    Architecture orderless = new TextCnn(List.of(1), 16, 1, 16, 0.1, channels);
    assertThat(learnt(task, orderless, 10)).isLessThan(0.7);
  }

  @Test
  void hanLearnsWhatIsInOneSentence() {
    ToyTask task = ToyTask.sameSentence(1, 1000, SENTENCES, PER_SENTENCE);
    EmbeddingChannels channels = EmbeddingChannels.FROZEN;
    assertThat(learnt(task, han(channels, PER_SENTENCE), 8)).isGreaterThan(LEARNT);
    // Words 1 and 2 are nearer to each other in one sentence, which is all that is left to see.
    assertThat(learnt(task, han(channels, SENTENCES * PER_SENTENCE), 8)).isLessThan(0.95);
  }

  private static Architecture han(EmbeddingChannels channels, int wordsPerSentence) {
    int sentences = SENTENCES * PER_SENTENCE / wordsPerSentence;
    return new Han(12, 12, 8, 8, 0.1, channels, sentences, wordsPerSentence);
  }

  /** The accuracy on documents held out, after a training that begins without knowing the task. */
  private static double learnt(ToyTask toy, Architecture architecture, int epochs) {
    int trained = toy.texts().length - HELD_OUT;
    int[] test = IntStream.range(trained, toy.texts().length).toArray();
    NetworkSpec spec =
        new NetworkSpec(
            architecture,
            new EmbeddingTableShape(toy.words(), DIMENSIONS),
            toy.targets()[0].length);
    TrainingTask task =
        new TrainingTask(
            toy.texts(),
            toy.targets(),
            IntStream.range(0, trained).toArray(),
            test,
            logits -> new ValidationScore(accuracy(logits, toy, test), 0),
            WeightedCrossEntropy.PLAIN,
            new OptimisationSettings(32, 1e-2, epochs, epochs),
            1);
    try (TrainingSession session =
        new TrainingSession(spec, new RandomInputs(2).vectors(toy.words(), DIMENSIONS))) {
      session.start(1);
      assertThat(accuracy(Trainer.predict(session, toy.texts(), test), toy, test)).isLessThan(0.8);
      return Trainer.train(session, task, TrainingListener.NONE).best().validation().figure();
    }
  }

  private static double accuracy(float[][] logits, ToyTask toy, int[] documents) {
    int right = 0;
    int outputs = logits[0].length;
    for (int i = 0; i < documents.length; i++) {
      for (int output = 0; output < outputs; output++) {
        boolean wanted = toy.targets()[documents[i]][output] == 1;
        right += (logits[i][output] > 0) == wanted ? 1 : 0;
      }
    }
    return right / (double) (documents.length * outputs);
  }
}
