package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.ModelCard;
import io.github.polystill.models.savedmodel.ServedModel;
import io.github.polystill.models.savedmodel.ServedNetworks;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The method from end to end, for programs: a teacher answers the documents of a fold, a student
 * learns its answers and becomes a classifier of texts.
 *
 * @param teacher what the student learns from
 * @param student how it is trained
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Distillation(Teacher teacher, StudentTrainer student) {
  /** Distillation from a teacher into a TextCNN. */
  public static Distillation of(Teacher teacher) {
    return new Distillation(
        teacher,
        new StudentTrainer(
            TrainingSettings.ofStudent(TextCnn.standard()),
            DistillationLoss.RESPONSES,
            TrialPriority.ofTeacher()));
  }

  /** The same by another loss. */
  public Distillation loss(DistillationLoss loss) {
    return new Distillation(
        teacher,
        new StudentTrainer(student.settings(), loss, student.labels(), student.priority()));
  }

  /** The same into another network, trained with the paper's settings. */
  public Distillation student(Architecture architecture) {
    return student(TrainingSettings.ofStudent(architecture));
  }

  /** The same into a network that is trained with other settings. */
  public Distillation student(TrainingSettings settings) {
    return new Distillation(
        teacher,
        new StudentTrainer(settings, student.loss(), student.labels(), student.priority()));
  }

  /**
   * Has the documents of a fold answered and trains the student on the answers.
   *
   * @return the student, to be closed
   * @throws NoExpertException where the teacher has no answer for a label
   * @throws IllegalStateException where the training of the student diverges
   */
  public TextClassifier train(PreparedFold fold, TrialExecutor executor) throws IOException {
    TokenLayout layout = teacher.layout(fold.pipeline().maxLength());
    Responses responses = teacher.respond(fold.data(layout), executor);
    return classifier(
        fold, student.distilledTrial(data(fold), teacher.name(), responses), executor);
  }

  /**
   * Trains the same student on the true labels, to compare with.
   *
   * @return the student, to be closed
   * @throws IllegalStateException where its training diverges
   */
  public TextClassifier trainStandalone(PreparedFold fold, TrialExecutor executor)
      throws IOException {
    return classifier(fold, student.standaloneTrial(data(fold)), executor);
  }

  private TrainingData data(PreparedFold fold) {
    return fold.data(student.settings().architecture().layout(fold.pipeline().maxLength()));
  }

  private static TextClassifier classifier(
      PreparedFold fold, StudentSpec trial, TrialExecutor executor) throws IOException {
    TrialResult result =
        TrialExecutor.join(executor.submitForWeights(trial, TrialPriority.ofTeacher()));
    if (result.divergence().isPresent()) {
      throw new IllegalStateException(trial.name() + ": " + result.divergence().get().reason());
    }
    TextPipeline pipeline = fold.pipeline();
    List<String> labels = trial.data().labels().names();
    ServedModel model =
        new ServedModel(
                new ServedNetworks(
                    trial.network(),
                    trial.settings().architecture().layout(pipeline.maxLength()),
                    List.of(result.weights())),
                fold.vectors(),
                fold.vocabulary(),
                labels,
                Collections.nCopies(labels.size(), trial.settings().threshold()),
                pipeline.segmenter().equals(Segmenters.CHARACTERS),
                WeightStorage.FLOAT32)
            .tabledWhereItPays();
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("tensorflow", ComputeDevice.tensorFlowVersion());
    provenance.put(ModelCard.VOCABULARY_HASH, fold.vocabulary().contentHash());
    provenance.put("trials", List.of(result.id().hex()));
    provenance.put(ModelCard.THRESHOLDS, ThresholdChoice.FIXED);
    ModelCard.putSegmentation(provenance, pipeline.segmenter());
    TrainingRow training = trial.student().training();
    return TextClassifier.of(
        model,
        ModelCard.of(model, training, fold.index(), pipeline.segmenter().name(), provenance),
        Optional.of(pipeline.segmenter()));
  }
}
