package io.github.polystill.distillation.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * What a trial trains, for people to read; or a search for an expert, which has no class weight.
 *
 * @param model that it is or may be a part of
 * @param label of an expert
 * @param classWeight of an expert
 * @param heldOut number of the part of the training documents that an expert does not see; where
 *     folds share experts, of the other fold
 * @param variant of a student that is trained several times: {@link #REFIT}, or what is tried
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrialName(
    ModelKey model,
    Optional<String> label,
    Optional<Double> classWeight,
    OptionalInt heldOut,
    Optional<String> variant) {
  /** The variant of a student that learns the validation documents too. */
  public static final String REFIT = "train+validation";

  /** A student, an expert, or the search for one, that learns all training documents. */
  public TrialName(ModelKey model, Optional<String> label, Optional<Double> classWeight) {
    this(model, label, classWeight, OptionalInt.empty(), Optional.empty());
  }

  /** A student. */
  public static TrialName student(ModelKey model) {
    return new TrialName(model, Optional.empty(), Optional.empty());
  }

  /** The search for a label's expert. */
  public static TrialName search(ModelKey teacher, String label) {
    return new TrialName(teacher, Optional.of(label), Optional.empty());
  }

  /** The same expert of data without a part of the training documents, or of all of them. */
  public TrialName without(OptionalInt part) {
    return new TrialName(model, label, classWeight, part, variant);
  }

  /** The same student as one of several trainings. */
  public TrialName withVariant(String what) {
    return new TrialName(model, label, classWeight, heldOut, Optional.of(what));
  }

  /** Whether it is the training of a student on validation documents too, which ends its search. */
  public boolean isRefit() {
    return variant.equals(Optional.of(REFIT));
  }

  /** Architecture of the network. */
  public String architecture() {
    return model.architecture();
  }

  /** How it is trained. */
  public TrainingRow training() {
    return model.training();
  }

  /** The search that it belongs to: for an expert, or of all trainings of a student. */
  public TrialName part() {
    return new TrialName(model, label, Optional.empty(), heldOut, Optional.empty());
  }

  /** Such as {@code fold 0 textcnn teacher 藥物 W=0.5}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("fold ").append(model.fold());
    model.seed().ifPresent(it -> out.append(" seed ").append(it));
    out.append(' ').append(model.kind());
    label.ifPresent(name -> out.append(' ').append(name));
    classWeight.map(TrialName::plain).ifPresent(weight -> out.append(" W=").append(weight));
    heldOut.ifPresent(part -> out.append(" without part ").append(part));
    variant.ifPresent(what -> out.append(' ').append(what));
    return out.toString();
  }

  /** Such as {@code 0.5} or {@code 3}. */
  public static String plain(double weight) {
    return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }

  @JsonValue
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fold", model.fold());
    model.seed().ifPresent(seed -> fields.put("seed", seed));
    model.fields().forEach(fields::putIfAbsent);
    label.ifPresent(name -> fields.put("label", name));
    classWeight.ifPresent(weight -> fields.put("classWeight", weight));
    heldOut.ifPresent(part -> fields.put("heldOut", part));
    variant.ifPresent(what -> fields.put("variant", what));
    return fields;
  }

  @JsonCreator
  static TrialName of(
      @JsonProperty("fold") int fold,
      @JsonProperty("seed") Long seed,
      @JsonProperty("architecture") String architecture,
      @JsonProperty("teacher") @JsonSetter(nulls = Nulls.SET) String teacher,
      @JsonProperty("training") TrainingRow training,
      @JsonProperty("label") @JsonSetter(nulls = Nulls.SET) String label,
      @JsonProperty("classWeight") Double classWeight,
      @JsonProperty("heldOut") Integer heldOut,
      @JsonProperty("variant") @JsonSetter(nulls = Nulls.SET) String variant) {
    return new TrialName(
        ModelKey.ofFields(architecture, teacher, training, fold, seed),
        Optional.ofNullable(label),
        Optional.ofNullable(classWeight),
        heldOut == null ? OptionalInt.empty() : OptionalInt.of(heldOut),
        Optional.ofNullable(variant));
  }
}
