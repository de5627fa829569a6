package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One row of results before they are figures: the trials that make up a model.
 *
 * @param key which model
 * @param trials ids in the ledger: one for a student, one per label for a teacher, or several of
 *     other seeds and class weights; none of a teacher that is not trained here
 * @param classWeights chosen weight of each of a teacher's trials
 * @param parts of each of a teacher's trials in the mean over its members, where they don't count
 *     alike
 * @param settings chosen for a student on validation data, by key
 * @param first trial of a student that learnt the validation documents: the one that did not, and
 *     that told the number of epochs
 */
public record TrainedModel(
    ModelKey key,
    List<String> trials,
    Optional<List<Double>> classWeights,
    Optional<List<Double>> parts,
    Map<String, Double> settings,
    Optional<String> first) {
  public TrainedModel {
    trials = List.copyOf(trials);
    classWeights = classWeights.map(List::copyOf);
    parts = parts.map(List::copyOf);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** A teacher, or a baseline, which has no trials. */
  public TrainedModel(ModelKey key, List<String> trials, Optional<List<Double>> classWeights) {
    this(key, trials, classWeights, Optional.empty(), Map.of(), Optional.empty());
  }

  static TrainedModel teacher(ModelKey key, List<FoundExpert.Expert> chosen) {
    List<Double> parts = chosen.stream().map(FoundExpert.Expert::part).toList();
    return new TrainedModel(
        key,
        chosen.stream().map(it -> it.result().id().hex()).toList(),
        Optional.of(chosen.stream().map(FoundExpert.Expert::classWeight).toList()),
        Optional.of(parts).filter(all -> all.stream().anyMatch(it -> it != 1)),
        Map.of(),
        Optional.empty());
  }

  static TrainedModel student(ModelKey key, StudentSearch.Found found) {
    return new TrainedModel(
        key,
        List.of(found.result().id().hex()),
        Optional.empty(),
        Optional.empty(),
        found.values(),
        found.first().map(it -> it.id().hex()));
  }

  /** The model whose answers to the validation documents are not those of one that learnt them. */
  TrainedModel beforeValidation() {
    return first.map(it -> new TrainedModel(key, List.of(it), classWeights)).orElse(this);
  }

  /** Architecture of it, see {@link ModelKey#name()}; the name of a baseline. */
  public String architecture() {
    return key.name();
  }

  public TrainingRow training() {
    return key.training();
  }

  public int fold() {
    return key.fold();
  }

  /**
   * What is to be added to the logits of one of its trials.
   *
   * @param trial its name, with the class weight that it was trained with
   */
  public double shift(int index, TrialName trial) {
    return classWeights.isEmpty()
        ? 0
        : FoundExpert.shift(classWeights.get().get(index), trial.classWeight().orElseThrow());
  }

  /** What its networks answer to every document, [documents][labels]. */
  float[][] logits(TrialLedger ledger, List<String> labels) throws IOException {
    List<TrialName> names = new ArrayList<>();
    List<float[][]> networks = new ArrayList<>();
    for (String hash : trials) {
      TrialLedger.Entry entry =
          ledger.find(hash).orElseThrow(() -> new IOException("trial " + hash + " vanished"));
      names.add(entry.trial());
      networks.add(ledger.logits(hash, entry));
    }
    return classWeights.isEmpty() ? networks.get(0) : logits(names, networks, labels);
  }

  /**
   * What a teacher answers: of several networks per label the mean over class weights and then over
   * {@linkplain #member members}, each by its part.
   *
   * @param names of its trials
   * @param networks logits of each, [documents][1]
   * @return logits, [documents][labels]
   */
  private float[][] logits(List<TrialName> names, List<float[][]> networks, List<String> labels) {
    Map<String, Map<String, List<float[][]>>> members = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      TrialName trial = names.get(i);
      members
          .computeIfAbsent(member(trial), any -> new LinkedHashMap<>())
          .computeIfAbsent(trial.label().orElseThrow(), any -> new ArrayList<>())
          .add(FoundExpert.shifted(networks.get(i), shift(i, trial)));
    }
    List<float[][]> answers = new ArrayList<>();
    for (Map<String, List<float[][]>> experts : members.values()) {
      answers.add(
          Responses.join(
              labels.stream().map(label -> FoundExpert.mean(experts.get(label))).toList()));
    }
    return FoundExpert.mean(answers, List.copyOf(parts(names).values()));
  }

  /** The parts of the members, in the order of the trials. */
  private Map<String, Double> parts(List<TrialName> names) {
    Map<String, Double> each = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      each.put(member(names.get(i)), parts.isEmpty() ? 1 : parts.get().get(i));
    }
    return each;
  }

  /** The weight of each of a teacher's trials in the mean of its label's logits. */
  public List<Double> shares(List<TrialName> names) {
    List<List<String>> sets =
        names.stream().map(it -> List.of(member(it), it.label().orElseThrow())).toList();
    Map<String, Double> each = parts(names);
    double all = each.values().stream().mapToDouble(Double::doubleValue).sum();
    return sets.stream()
        .map(it -> each.get(it.get(0)) / all / Collections.frequency(sets, it))
        .toList();
  }

  /** Which of a teacher's sets of experts a trial belongs to: those of an architecture and seed. */
  private static String member(TrialName trial) {
    return trial.architecture() + trial.variant().map(" "::concat).orElse("");
  }

  @JsonValue
  Map<String, Object> fields() {
    Map<String, Object> fields = key.fields();
    fields.put("trials", trials);
    fields.put("classWeights", classWeights.orElse(null));
    parts.ifPresent(it -> fields.put("parts", it));
    if (!settings.isEmpty()) {
      fields.put("settings", settings);
    }
    first.ifPresent(it -> fields.put("first", it));
    return fields;
  }

  @JsonCreator
  static TrainedModel of(
      @JsonProperty(value = "architecture", required = true) String architecture,
      @JsonProperty("teacher") @JsonSetter(nulls = Nulls.SET) String teacher,
      @JsonProperty(value = "training", required = true) TrainingRow training,
      @JsonProperty(value = "fold", required = true) int fold,
      @JsonProperty("seed") Long seed,
      @JsonProperty(value = "trials", required = true) List<String> trials,
      @JsonProperty("classWeights") @JsonSetter(nulls = Nulls.SET) List<Double> classWeights,
      @JsonProperty("parts") @JsonSetter(nulls = Nulls.SET) List<Double> parts,
      @JsonProperty("settings") @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Double> settings,
      @JsonProperty("first") @JsonSetter(nulls = Nulls.SET) String first) {
    return new TrainedModel(
        ModelKey.ofFields(architecture, teacher, training, fold, seed),
        trials,
        Optional.ofNullable(classWeights),
        Optional.ofNullable(parts),
        settings == null ? Map.of() : settings,
        Optional.ofNullable(first));
  }
}
