package io.github.polystill.serving.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextStreamTests {
  private final AtomicInteger under = new AtomicInteger();
  private final AtomicInteger mostUnder = new AtomicInteger();

  /** The first batches take longest, so that they end last. */
  private final TextModel model =
      new TextModel() {
        @Override
        public List<TextAnswer> predict(List<String> texts, boolean withAttention)
            throws IOException {
          try {
            Thread.sleep(texts.get(0).equals("0") ? 200 : 0);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          if (texts.contains("2000")) {
            throw new IOException("no answer");
          }
          return texts.stream()
              .map(
                  text ->
                      new TextAnswer(
                          new TextTokens(List.of(text), 0, 1, 0, true),
                          List.of("a"),
                          new Prediction(new float[1], List.of(), Optional.empty())))
              .toList();
        }

        @Override
        public void close() {}
      };

  private final List<String> written = new ArrayList<>();
  private int wanted = Integer.MAX_VALUE;
  private final TextStream.Sink sink =
      new TextStream.Sink() {
        @Override
        public void write(InputText text, TextAnswer answer) {
          assertThat(answer.text().tokens()).containsExactly(text.text());
          under.decrementAndGet();
          written.add(text.text());
        }

        @Override
        public boolean flush() {
          return written.size() < wanted;
        }
      };

  private TextStream.Source numbers(int count, Optional<RuntimeException> end) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      if (next.get() == count) {
        if (end.isPresent()) {
          throw end.get();
        }
        return Optional.empty();
      }
      mostUnder.accumulateAndGet(under.incrementAndGet(), Math::max);
      return Optional.of(InputText.of(String.valueOf(next.getAndIncrement())));
    };
  }

  private static TextStream.Source once(InputText text) {
    Deque<InputText> left = new ArrayDeque<>(List.of(text));
    return () -> Optional.ofNullable(left.poll());
  }

  private static List<String> upTo(int count) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(String.valueOf(i));
    }
    return numbers;
  }

  @Test
  void answersKeepTheirOrderAndFewAreUnderWay() throws Exception {
    long count = new TextStream(model, 2, false).run(numbers(1999, Optional.empty()), sink);

    assertThat(count).isEqualTo(1999);
    assertThat(written).isEqualTo(upTo(1999));
    assertThat(mostUnder.get()).isLessThanOrEqualTo(6 * 64);
  }

  @Test
  void whatWasReadBeforeAFailureIsWritten() {
    InvalidInputException failure = new InvalidInputException("file:1001: bad");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> new TextStream(model, 2, false).run(numbers(1000, Optional.of(failure)), sink))
        .isSameAs(failure);
    assertThat(written).isEqualTo(upTo(1000));
  }

  @Test
  void aModelThatFailsEndsTheStream() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> new TextStream(model, 2, false).run(numbers(5000, Optional.empty()), sink))
        .withMessage("no answer");
    assertThat(written).isEqualTo(upTo(written.size())).hasSizeLessThan(2001);
  }

  @Test
  void aTextWithoutWordsIsAnError() {
    TextModel empty =
        new TextModel() {
          @Override
          public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
            return List.of(
                new TextAnswer(
                    new TextTokens(List.of(), 0, 0, 0, false),
                    List.of("a"),
                    new Prediction(new float[1], List.of("a"), Optional.empty())));
          }

          @Override
          public void close() {}
        };
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new TextStream(empty, 1, false).run(numbers(1, Optional.empty()), sink))
        .withMessageStartingWith("the text has no words");
    InputText ofFile = new InputText("x", "texts.txt", 7, Optional.empty());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new TextStream(empty, 1, false).run(once(ofFile), sink))
        .withMessageStartingWith("texts.txt:7: the text has no words");
    assertThat(written).isEmpty();
  }

  @Test
  void stopsWhereNobodyReadsOn() throws Exception {
    wanted = 100;
    new TextStream(model, 2, false).run(numbers(1_000_000, Optional.empty()), sink);
    assertThat(written.size()).isBetween(100, 200);
  }
}
