package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that no run has written. */
class TextClassifierTests {
  private static final List<String> TEXTS = List.of("頭痛。\n痛", "", "好好");

  @TempDir private Path directory;

  @Test
  void whatIsSavedSaysTheSameWhenItIsLoaded() throws IOException {
    ServedModel model =
        ExportedNetwork.write(directory.resolve("plain"), 1, EmbeddingChannels.TWO).model();
    ModelCard card = ModelCard.of(model, TrainingRow.DISTILLED, 2, "characters", Map.of());
    List<TextAnswer> answers;
    try (TextClassifier trained = TextClassifier.of(model, card)) {
      answers = trained.predict(TEXTS, false);
      trained.save(directory.resolve("saved/1"));
      assertThat(directory.resolve("saved/1").toFile().list())
          .hasSameElementsAs(List.of(trained.version().toFile().list()));
    }
    try (TextClassifier loaded = TextClassifier.load(directory.resolve("saved"))) {
      assertThat(loaded.labels()).isEqualTo(model.labels());
      assertThat(loaded.text().card()).isEqualTo(card);
      assertThat(loaded.predict(TEXTS, false)).usingRecursiveComparison().isEqualTo(answers);
    }
  }
}
