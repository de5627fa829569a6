package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.ModelCard;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.ServedModel;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run's teacher, to ask for any texts: as it would be exported, and kept while it is asked. */
public final class RespondingTeacher implements TextModel {
  private final TextClassifier model;
  private final Segmenter segmenter;

  private RespondingTeacher(TextClassifier model, Segmenter segmenter) {
    this.model = model;
    this.segmenter = segmenter;
  }

  /**
   * Loads a teacher.
   *
   * @param experiment as read from the run's {@code experiment.yaml}
   * @return to be closed
   * @throws InvalidInputException where the run has no such teacher, or its directory is damaged
   */
  public static RespondingTeacher of(RunDirectory run, Experiment experiment, ModelKey wanted)
      throws IOException {
    StoredModels models = new StoredModels(run, experiment, Optional.empty());
    StoredModels.Model stored = models.read(wanted);
    List<Double> thresholds = stored.labels().stream().map(LabelEvaluation::threshold).toList();
    ServedModel served =
        models.served(stored, WeightStorage.FLOAT32, thresholds).tabledWhereItPays();
    String segmenter = experiment.segmentation().segmenter();
    ModelCard card = ModelCard.of(served, TrainingRow.TEACHER, wanted.fold(), segmenter, Map.of());
    return new RespondingTeacher(TextClassifier.of(served, card), experiment.segmentation().open());
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return model.labels();
  }

  /** Probabilities; no labels, as no thresholds are chosen for a teacher of several networks. */
  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    List<SegmentedText> read = texts.stream().map(it -> SegmentedText.of(it, segmenter)).toList();
    float[][] probabilities =
        Sigmoid.of(
            model
                .model()
                .logits(read.stream().map(it -> model.text().tokens(it).tokens()).toList()));
    return IntStream.range(0, read.size())
        .mapToObj(text -> answer(read.get(text), probabilities[text]))
        .toList();
  }

  private TextAnswer answer(SegmentedText text, float[] probabilities) {
    TextTokens tokens = new TextTokens(text.tokens(), 0, text.words().size(), 0, true);
    return new TextAnswer(
        tokens, labels(), new Prediction(probabilities, List.of(), Optional.empty()));
  }

  @Override
  public void close() {
    segmenter.close();
    model.close();
  }
}
