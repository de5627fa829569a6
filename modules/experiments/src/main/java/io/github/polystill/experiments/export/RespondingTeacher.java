package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.LinearExpert;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.preparation.TextEncoding;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.ExpertMean;
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
  /**
   * What no SavedModel holds: experts that read an encoder.
   *
   * @param weights of each
   * @param shares how their logits are added to those of the other experts
   */
  private record Encoded(
      TextEncoder encoder, List<Map<String, float[]>> weights, List<ExpertMean.Share> shares) {
    void addTo(float[][] logits, List<SegmentedText> texts) {
      float[][] vectors =
          texts.stream().map(it -> encoder.vector(it.text())).toArray(float[][]::new);
      for (int expert = 0; expert < shares.size(); expert++) {
        ExpertMean.Share share = shares.get(expert);
        float[][] its =
            LinearExpert.ofVectors(weights.get(expert)).answers(weights.get(expert), vectors);
        for (int text = 0; text < its.length; text++) {
          logits[text][share.label()] += (float) (share.weight() * (its[text][0] + share.shift()));
        }
      }
    }
  }

  private final List<String> labels;
  private final Optional<TextClassifier> model;
  private final Optional<Encoded> encoded;
  private final Segmenter segmenter;

  private RespondingTeacher(
      List<String> labels,
      Optional<TextClassifier> model,
      Optional<Encoded> encoded,
      Segmenter segmenter) {
    this.labels = labels;
    this.model = model;
    this.encoded = encoded;
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
    List<Integer> ofEncoder = stored.trials(ExpertKind.ENCODER);
    Optional<TextClassifier> model = Optional.empty();
    if (ofEncoder.size() < stored.trials().size()) {
      List<Double> thresholds = stored.labels().stream().map(LabelEvaluation::threshold).toList();
      ServedModel served =
          models.withoutEncoder(stored, WeightStorage.FLOAT32, thresholds).tabledWhereItPays();
      String name = experiment.segmentation().segmenter();
      ModelCard card = ModelCard.of(served, TrainingRow.TEACHER, wanted.fold(), name, Map.of());
      model = Optional.of(TextClassifier.of(served, card));
    }
    RunEnvironment made = run.environment();
    Optional<Encoded> encoded = Optional.empty();
    if (!ofEncoder.isEmpty()) {
      TextEncoder encoder = TextEncoding.open(experiment.encoder().orElseThrow());
      made.requireInput("encoder", encoder.contentHash());
      encoded =
          Optional.of(new Encoded(encoder, stored.weightsOf(ofEncoder), stored.shares(ofEncoder)));
    }
    Segmenter segmenter = experiment.segmentation().open();
    Optional.ofNullable(segmenter.settings().get(Segmenter.MODEL_SHA256))
        .ifPresent(it -> made.requireInput("segmenter", it.toString()));
    return new RespondingTeacher(stored.labelNames(), model, encoded, segmenter);
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return labels;
  }

  /** Probabilities; no labels, as no thresholds are chosen for a teacher of several networks. */
  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    List<SegmentedText> read = texts.stream().map(it -> SegmentedText.of(it, segmenter)).toList();
    float[][] logits =
        model
            .map(it -> it.model().logits(read.stream().map(text -> tokens(it, text)).toList()))
            .orElseGet(() -> new float[read.size()][labels.size()]);
    encoded.ifPresent(it -> it.addTo(logits, read));
    float[][] probabilities = Sigmoid.of(logits);
    return IntStream.range(0, read.size())
        .mapToObj(text -> answer(read.get(text), probabilities[text]))
        .toList();
  }

  private static List<String> tokens(TextClassifier model, SegmentedText text) {
    return model.text().tokens(text).tokens();
  }

  private TextAnswer answer(SegmentedText text, float[] probabilities) {
    TextTokens tokens = new TextTokens(text.tokens(), 0, text.words().size(), 0, true);
    return new TextAnswer(
        tokens, labels(), new Prediction(probabilities, List.of(), Optional.empty()));
  }

  @Override
  public void close() {
    segmenter.close();
    model.ifPresent(TextClassifier::close);
    encoded.ifPresent(it -> it.encoder().close());
  }
}
