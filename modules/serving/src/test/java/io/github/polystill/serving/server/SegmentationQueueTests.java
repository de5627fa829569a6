package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextTokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentationQueueTests {
  private final Segmenting servable = new Segmenting();
  private final SegmentationQueue queue = new SegmentationQueue(servable, 1);

  @AfterEach
  void close() {
    servable.open.release(100);
    queue.close();
  }

  /** Notes what it is asked, and takes a permit for each text; a text is a token, "" none. */
  private static final class Segmenting implements Servable {
    final Semaphore begun = new Semaphore(0);
    final Semaphore open = new Semaphore(0);
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @Override
    public TextTokens tokens(String text) {
      asked.add(text);
      begun.release();
      open.acquireUninterruptibly();
      return new TextTokens(text.isEmpty() ? List.of() : List.of(text), 0, 1, 0, true);
    }

    @Override
    public long version() {
      return 1;
    }

    @Override
    public Map<String, SignatureDescription> signatures() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, DenseTensor> call(
        SignatureDescription signature, Map<String, DenseTensor> inputs) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<String> cut(CompletableFuture<List<TextTokens>> answer) throws Exception {
    return answer.get(10, TimeUnit.SECONDS).stream().flatMap(it -> it.tokens().stream()).toList();
  }

  @Test
  void aShortRequestWaitsForOneTextOfLongOnes() throws Exception {
    CompletableFuture<List<TextTokens>> first = queue.submit(List.of("AAAA", "BBBB", "CCCC"));
    servable.begun.acquire();
    CompletableFuture<List<TextTokens>> second = queue.submit(List.of("DDDD", "EEEE"));
    CompletableFuture<List<TextTokens>> small = queue.submit(List.of("s"));
    servable.open.release(100);

    assertThat(cut(first)).containsExactly("AAAA", "BBBB", "CCCC");
    assertThat(cut(second)).containsExactly("DDDD", "EEEE");
    assertThat(cut(small)).containsExactly("s");
    assertThat(servable.asked).startsWith("AAAA", "s");
  }

  /** However many short ones there are. */
  @Test
  void aLongRequestHasAShareOfTheWork() throws Exception {
    queue.submit(List.of("first"));
    servable.begun.acquire();
    CompletableFuture<List<TextTokens>> lengthy = queue.submit(List.of("AAAA", "BB", "CCCC"));
    List<CompletableFuture<List<TextTokens>>> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(queue.submit(List.of("s")));
    }
    servable.open.release(200);
    for (CompletableFuture<List<TextTokens>> other : others) {
      assertThat(cut(other)).containsExactly("s");
    }

    assertThat(cut(lengthy)).containsExactly("AAAA", "BB", "CCCC");
    assertThat(servable.asked.indexOf("AAAA")).isEqualTo(1 + 4 * SegmentationQueue.SHARE);
    assertThat(servable.asked.indexOf("BB")).isEqualTo(2 + 6 * SegmentationQueue.SHARE);
    assertThat(servable.asked.indexOf("CCCC")).isEqualTo(3 + 10 * SegmentationQueue.SHARE);
  }

  @Test
  void aRequestThatNobodyWaitsForIsNotCutToItsEnd() throws Exception {
    CompletableFuture<List<TextTokens>> late = queue.submit(List.of("AAAA", "BBBB", "CCCC"));
    servable.begun.acquire();
    late.cancel(false);
    servable.open.release(100);

    assertThat(cut(queue.submit(List.of("long enough to come last")))).hasSize(1);
    assertThat(servable.asked).containsExactly("AAAA", "long enough to come last");
  }

  @Test
  void aTextWithoutWordsFailsItsRequestAlone() throws Exception {
    servable.open.release(100);
    CompletableFuture<List<TextTokens>> failed = queue.submit(List.of("a", "", "b"));

    assertThatThrownBy(failed::get)
        .hasCauseInstanceOf(InvalidInputException.class)
        .hasMessageContaining("text 1 has no words");
    assertThat(cut(queue.submit(List.of("c")))).containsExactly("c");
    queue.close();
    assertThatThrownBy(queue.submit(List.of("d"))::get)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }
}
