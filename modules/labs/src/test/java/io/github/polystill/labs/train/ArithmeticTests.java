package io.github.polystill.labs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations counted by hand for networks of single numbers. */
class ArithmeticTests {
  private static final BatchShape ONE_TEXT = new BatchShape(List.of(3), 2);

  private static double textCnn(EmbeddingChannels channels) {
    TextCnn settings = new TextCnn(List.of(2), 1, 1, 1, 0.5, channels);
    return new TextCnnArithmetic(settings, 1, 1).ofStep(ONE_TEXT);
  }

  @Test
  void textCnnOfOneFilter() {
    int products = 2 * 2 * 1 * 2 + 2 * 2 * 1;
    int windows = 3 * 2 + 3;
    int head = (6 + 2) + 4 + (6 + 2);
    int adam = 12 * ((2 + 1) + (1 + 1) + (1 + 1));

    assertThat(textCnn(EmbeddingChannels.FROZEN)).isEqualTo(products + windows + head + adam);
  }

  @Test
  void secondChannelDoublesProductsAndAddsATable() {
    int moreProducts = 2 * 2 * 1 * 2 + 2 * 2 * 1;
    int moreAdam = 12 * 2;
    int table = 2 * 2 * 1 + 12 * 2;

    assertThat(textCnn(EmbeddingChannels.TWO) - textCnn(EmbeddingChannels.FROZEN))
        .isEqualTo(moreProducts + moreAdam + table);
  }

  @Test
  void lstmOfOneUnit() {
    int recurrent = 3 * (2 * 2 * 1 * 4);
    int elementwise = 2 * (28 + 8 + 4);
    int inputs = 2 * (2 * 1 * 3 * 4);
    int adam = 12 * (4 + 4 + 4);

    assertThat(RecurrentArithmetic.lstm(new RecurrentArithmetic.Inputs(1, 2, 1, 1, 0), 1))
        .isEqualTo(recurrent + elementwise + inputs + adam);
  }

  @Test
  void gruOfOneUnitWithTrainedInputs() {
    int recurrent = 3 * (2 * 2 * 1 * 3);
    int elementwise = 2 * (23 + 7 + 4);
    int inputs = 2 * (2 * 1 * 3 * 3) + 2 * 1 * 3 * 1;
    int adam = 12 * (3 + 3 + 4);

    assertThat(RecurrentArithmetic.gru(new RecurrentArithmetic.Inputs(1, 2, 1, 1, 1), 1))
        .isEqualTo(recurrent + elementwise + inputs + adam);
  }

  /** 3 products of [9600, 128] x [128, 512] are 3.77 GFLOP, 2 of [1500, 302] x [302, 512] 0.93. */
  @Test
  void textRnnOfTheTable() {
    BenchmarkedNetwork network = BenchmarkedNetwork.all().get(0);

    double operations =
        network.arithmetic().ofStep(new BatchShape(Collections.nCopies(32, 300), 1500));

    assertThat(network.name()).isEqualTo("textrnn");
    assertThat(operations * 1e-9).isCloseTo(3.775 + 0.928 + 0.052, within(0.002));
  }

  @Test
  void shapeOfABatch() {
    int[][] tokens = {{5, 6, 5}, {7}};

    BatchShape shape = BatchShape.of(TokenBatch.of(tokens, new int[] {0, 1}, 0, 2));

    assertThat(shape).isEqualTo(new BatchShape(List.of(3, 1), 4));
    assertThat(shape.sentences(2)).isEqualTo(3);
    assertThat(shape.mostSentences(2)).isEqualTo(2);
  }
}
