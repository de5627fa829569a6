package io.github.polystill.experiments.export;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.LinearExpert;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.TextEncoding;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.savedmodel.ModelCard;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.ServedModel;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run's teacher, to ask for any texts. Its labels may each have several networks, whose answers
 * become one as they do in the run.
 */
public final class RespondingTeacher implements TextModel {
  /** Experts of a label each that answer at once. */
  private interface Experts {
    /** Logits, [texts][experts]. */
    float[][] logits(List<SegmentedText> texts);

    void close();
  }

  /** Networks in one graph. */
  private record Networks(TextClassifier model) implements Experts {
    @Override
    public float[][] logits(List<SegmentedText> texts) {
      return model
          .model()
          .logits(texts.stream().map(it -> model.text().tokens(it).tokens()).toList());
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** No networks, but weights that are kept as theirs are. */
  private record Linear(ServedModel model) implements Experts {
    @Override
    public float[][] logits(List<SegmentedText> texts) {
      int[][] tokens =
          texts.stream()
              .map(it -> model.layout().encode(it, model.vocabulary()))
              .toArray(int[][]::new);
      LinearExpert<int[]> reader =
          LinearExpert.ofWords(model.vocabulary(), model.networks().get(0));
      return Responses.join(
          model.networks().stream().map(it -> reader.answers(it, tokens)).toList());
    }

    @Override
    public void close() {}
  }

  /** The same of those that read what an encoder says. */
  private record Encoded(TextEncoder encoder, List<Map<String, float[]>> weights)
      implements Experts {
    @Override
    public float[][] logits(List<SegmentedText> texts) {
      float[][] vectors =
          texts.stream().map(it -> encoder.vector(it.text())).toArray(float[][]::new);
      LinearExpert<float[]> reader = LinearExpert.ofVectors(weights.get(0));
      return Responses.join(weights.stream().map(it -> reader.answers(it, vectors)).toList());
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  private final StoredModels.Teacher teacher;
  private final Segmenter segmenter;
  private final Map<List<Integer>, Experts> experts = new LinkedHashMap<>();

  private RespondingTeacher(StoredModels.Teacher teacher, Segmenter segmenter) {
    this.teacher = teacher;
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
    StoredModels.Teacher teacher = models.teacher(wanted);
    Segmenter segmenter = experiment.segmentation().open();
    RespondingTeacher responding = new RespondingTeacher(teacher, segmenter);
    try {
      for (List<Integer> trials : together(teacher.trials())) {
        responding.experts.put(trials, experts(models, teacher, trials));
      }
      return responding;
    } catch (RuntimeException | IOException e) {
      responding.close();
      throw e;
    }
  }

  private static Experts experts(
      StoredModels models, StoredModels.Teacher teacher, List<Integer> trials) throws IOException {
    TrialName first = teacher.trials().get(trials.get(0));
    ServedModel served = models.served(teacher, trials);
    if (ExpertKind.of(first) == ExpertKind.LINEAR) {
      return new Linear(served);
    }
    if (ExpertKind.of(first) == ExpertKind.ENCODER) {
      return new Encoded(
          TextEncoding.open(models.experiment().encoder().orElseThrow()), served.networks());
    }
    ServedModel tabled = served.tabledWhereItPays();
    ModelCard card =
        ModelCard.of(
            tabled,
            TrainingRow.TEACHER,
            first.model().fold(),
            models.experiment().segmentation().segmenter(),
            Map.of());
    return new Networks(TextClassifier.of(tabled, card));
  }

  /** Indexes of trials, those together that differ in their label alone. */
  private static Collection<List<Integer>> together(List<TrialName> trials) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    Map<String, Integer> ranks = new LinkedHashMap<>();
    for (int i = 0; i < trials.size(); i++) {
      String member = TrainedModel.member(trials.get(i));
      int rank = ranks.merge(member + " " + trials.get(i).label().orElseThrow(), 1, Integer::sum);
      groups.computeIfAbsent(member + " " + rank, any -> new ArrayList<>()).add(i);
    }
    return groups.values();
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return teacher.labels();
  }

  /** Probabilities; no labels, as no thresholds are chosen for a teacher of several networks. */
  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    List<SegmentedText> read = texts.stream().map(it -> SegmentedText.of(it, segmenter)).toList();
    float[][][] networks = new float[teacher.trials().size()][read.size()][];
    experts.forEach(
        (trials, some) -> {
          float[][] logits = some.logits(read);
          for (int i = 0; i < trials.size(); i++) {
            for (int text = 0; text < logits.length; text++) {
              networks[trials.get(i)][text] = new float[] {logits[text][i]};
            }
          }
        });
    float[][] probabilities =
        Sigmoid.of(teacher.trained().logits(teacher.trials(), List.of(networks), teacher.labels()));
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
    experts.values().forEach(Experts::close);
  }
}
