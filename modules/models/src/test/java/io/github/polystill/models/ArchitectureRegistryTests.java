package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.layers.EmbeddingChannels;
import org.junit.jupiter.api.Test;

final class ArchitectureRegistryTests {
  private static final TokenLayout.Sentences SENTENCES = new TokenLayout.Sentences(15, 20);

  @Test
  void everyArchitectureIsFoundByTheNameOfItsNetwork() {
    for (ArchitectureType<?> type : ArchitectureRegistry.STANDARD.types()) {
      Architecture network = type.network(type.defaults(), SENTENCES);
      assertThat(network.name()).isEqualTo(type.name());
      assertThat(ArchitectureRegistry.STANDARD.find(type.name())).contains(type);
      assertThat(type.describe(type.defaults()))
          .hasSameSizeAs(type.settingsClass().getRecordComponents())
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
  void settingsRefuseSizesThatAreNone() {
    EmbeddingChannels channels = EmbeddingChannels.FROZEN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextRnnSettings(0, 0.5, channels))
        .withMessage("TextRNN hidden: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GruAttSettings(1, true, 1, 1, channels))
        .withMessage("GRU-Att dropout: 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HanSettings(1, 1, 1, -1, 0, channels))
        .withMessage("HAN sentenceAttention: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HanSettings(1, 1, 1, 1, Double.NaN, channels))
        .withMessage("HAN dropout: NaN");
  }
}
