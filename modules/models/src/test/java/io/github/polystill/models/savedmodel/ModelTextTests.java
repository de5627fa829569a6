package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.evaluation.TrainingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTextTests {
  @TempDir private Path version;

  private TextTokens tokens(TokenLayout layout, String text) throws IOException {
    Path vocabulary = version.resolve(LoadedModel.VOCABULARY_FILE);
    Files.createDirectories(vocabulary.getParent());
    Vocabulary.ofWords(List.of("<pad>", "<unk>", "頭", "痛", "。")).save(vocabulary);
    new ModelCard(
            ModelCard.FORMAT,
            "any",
            Map.of(),
            TrainingRow.DISTILLED,
            0,
            List.of("藥物"),
            List.of(0.5),
            "characters",
            ModelCard.Layout.of(layout),
            layout.length(),
            1,
            Map.of())
        .write(Files.createDirectories(version.resolve(ModelCard.DIRECTORY)));
    return ModelText.ofChecked(version, Optional.empty()).tokens(text);
  }

  @Test
  void countsWordsUpToTheLength() throws IOException {
    TextTokens tokens = tokens(new TokenLayout.Words(4), "頭罕\n痛痛罕罕");
    assertThat(tokens.tokens()).containsExactly("頭", "罕", "\n", "痛", "痛");
    assertThat(tokens)
        .extracting(TextTokens::words, TextTokens::unknown, TextTokens::unread)
        .containsExactly(4, 1, 2);
  }

  /** Three sentences of two words: the last three lines have no place. */
  @Test
  void countsWordsThatHaveAPlaceInASentence() throws IOException {
    TextTokens tokens = tokens(new TokenLayout.Sentences(3, 2), "罕\n罕\n頭\n痛\n痛\n痛");
    assertThat(tokens)
        .extracting(TextTokens::words, TextTokens::unknown, TextTokens::unread)
        .containsExactly(3, 2, 3);
    assertThat(tokens.tokens()).as("what the graph is given, and attention is of").hasSize(11);
    assertThat(tokens.warning()).contains("2 of 3 words are unknown to the model");
  }

  @Test
  void aSegmenterWithAModelIsAskedForWithTheFirstText() throws IOException {
    tokens(new TokenLayout.Words(4), "頭");
    Path card = version.resolve(ModelCard.DIRECTORY).resolve("model.json");
    Files.writeString(card, Files.readString(card).replace("\"characters\"", "\"ckip\""));
    try (ModelText without = ModelText.ofChecked(version, Optional.empty());
        ModelText elsewhere = ModelText.ofChecked(version, Optional.of(version))) {
      assertThat(without.tokens(SegmentedText.ofLine(List.of("頭", "痛"))).words()).isEqualTo(2);
      assertThatThrownBy(() -> without.tokens("頭痛"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("give the directory of that (--segmenter-model)");
      assertThatThrownBy(() -> elsewhere.tokens("頭痛"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "which is cut by ckip: needs the module transformers, which is not on the class path");
    }
  }

  @Test
  void aCardWithoutASegmenterIsDamaged() throws IOException {
    tokens(new TokenLayout.Words(4), "頭");
    Path card = version.resolve(ModelCard.DIRECTORY).resolve("model.json");
    Files.writeString(card, Files.readString(card).replace("\"characters\"", "null"));

    assertThatThrownBy(() -> ModelText.ofChecked(version, Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(card.toString())
        .hasMessageContaining("segmenter is missing");
  }
}
