package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

final class ArchitectureRegistryTests {
  /** A network of which the names of trials would have but half. */
  private record HalfDeclared(@Key("Units.") int hidden, int layers) implements Architecture {
    @Override
    public String name() {
      return "half";
    }

    @Override
    public Operand<TFloat32> logits(
        LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void everyArchitectureIsFoundByItsName() {
    for (ArchitectureType type : ArchitectureRegistry.STANDARD.types()) {
      assertThat(ArchitectureRegistry.STANDARD.find(type.name())).contains(type);
      assertThat(type.defaults().sizes())
          .isNotEmpty()
          .doesNotContainKeys("sentences", "wordsPerSentence")
          .allSatisfy((key, value) -> assertThat(value).isNotInstanceOf(Enum.class));
    }
    assertThat(ArchitectureRegistry.STANDARD.find("none")).isEmpty();
  }

  @Test
  void aNameIsTakenOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArchitectureRegistry.STANDARD.with(TextCnn.TYPE))
        .withMessageContaining("textcnn");
  }

  @Test
  void componentsAreDeclaredInFull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArchitectureType.of("Half declared.", new HalfDeclared(2, 3)))
        .withMessageContaining("no key")
        .withMessageContaining("layers=3");
  }

  @Test
  void sentencesAreSaidByTheirLayout() {
    assertThat(Han.standard().in(new TokenLayout.Sentences(4, 9)).layout(100))
        .isEqualTo(new TokenLayout.Sentences(4, 9));
    assertThat(TextCnn.standard().in(new TokenLayout.Sentences(4, 9)))
        .isEqualTo(TextCnn.standard());
  }

  @Test
  void settingsRefuseSizesThatAreNone() {
    EmbeddingChannels channels = EmbeddingChannels.FROZEN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRnn(0, 0.5, channels))
        .withMessage("TextRNN hidden: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GruAtt(1, true, 1, 1, channels))
        .withMessage("GRU-Att dropout: 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Han(1, 1, 1, -1, 0, channels, 1, 1))
        .withMessage("HAN sentenceAttention: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Han(1, 1, 1, 1, Double.NaN, channels, 1, 1))
        .withMessage("HAN dropout: NaN");
  }
}
