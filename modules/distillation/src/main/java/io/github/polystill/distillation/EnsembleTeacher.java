package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.evaluation.probabilities.RankedScores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apiguardian.api.API;

/**
 * Several teachers that answer as one, by the mean of their logits (a deep ensemble:
 * Lakshminarayanan, Pritzel and Blundell, NeurIPS 2017), such as the same experts of several seeds.
 * Where all members of several shift logits for class weights, a label has one class weight, the
 * best for their mean. A member of a pre-trained encoder knows other things than the others, and
 * may know too little: its part in the mean is chosen on the validation documents.
 *
 * @param members at least one, which read texts in the same way
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record EnsembleTeacher(List<CrossFittedTeacher> members) implements Teacher {
  /** Parts of an encoder beside the other members that are tried. */
  private static final List<Double> PARTS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

  public EnsembleTeacher {
    members = List.copyOf(members);
  }

  @Override
  public String name() {
    return members.get(0).name();
  }

  @Override
  public TokenLayout layout(int maxLength) {
    return members.get(0).layout(maxLength);
  }

  @Override
  public Responses respond(TrainingData data, TrialExecutor executor) {
    return responses(data, findExperts(data, executor));
  }

  /**
   * Finds the experts of all members side by side.
   *
   * @return of each what {@link BinaryRelevanceTeacher#findExperts(List, TrialExecutor)} finds
   * @throws CancellationException where a trial is not run here, after all that are have been
   */
  public List<List<List<FoundExpert>>> findExperts(TrainingData data, TrialExecutor executor) {
    List<List<Callable<FoundExpert>>> searches = new ArrayList<>();
    for (CrossFittedTeacher member : members) {
      searches.addAll(member.searches(data, executor));
    }
    Iterator<List<FoundExpert>> found = BinaryRelevanceTeacher.find(searches, executor).iterator();
    List<List<List<FoundExpert>>> ofMembers =
        members.stream()
            .map(member -> member.learnt(data).stream().map(learnt -> found.next()).toList())
            .toList();
    List<List<List<FoundExpert>>> weighed =
        members.size() > 1 && members.stream().anyMatch(EnsembleTeacher::isEncoder)
            ? weighed(ofMembers)
            : ofMembers;
    return isShiftedAsOne() ? shiftedAsOne(weighed) : weighed;
  }

  private static boolean isEncoder(CrossFittedTeacher member) {
    return member.experts().traits().kind() == ExpertKind.ENCODER;
  }

  /**
   * The same with the part of each member. All labels have the same: that of the best mean average
   * precision, which no class weight changes; by a label's own few documents it would be luck.
   */
  private List<List<List<FoundExpert>>> weighed(List<List<List<FoundExpert>>> found) {
    List<Double> best = List.of();
    double most = Double.NEGATIVE_INFINITY;
    for (double part : PARTS) {
      double other = (1 - part) / (members.size() - 1);
      List<Double> parts = members.stream().map(it -> isEncoder(it) ? part : other).toList();
      double precision = meanAveragePrecision(found, parts);
      if (precision > most) {
        most = precision;
        best = parts;
      }
    }
    List<List<List<FoundExpert>>> weighed = new ArrayList<>();
    for (int member = 0; member < found.size(); member++) {
      double part = best.get(member);
      List<List<FoundExpert>> its = new ArrayList<>(found.get(member));
      its.set(0, its.get(0).stream().map(it -> it.withPart(part)).toList());
      weighed.add(its);
    }
    return weighed;
  }

  /** Over the labels of which each member has an expert, and a validation document has any. */
  private double meanAveragePrecision(List<List<List<FoundExpert>>> found, List<Double> parts) {
    double sum = 0;
    for (int label = 0; label < found.get(0).get(0).size(); label++) {
      List<FoundExpert.Expert> experts = experts(found, label);
      if (experts.size() == members.size()) {
        float[][] mean =
            FoundExpert.mean(
                experts.stream().map(FoundExpert.Expert::unshiftedValidationLogits).toList(),
                parts);
        Double precision =
            RankedScores.ofLabel(experts.get(0).trial().validationTruth(), Sigmoid.of(mean), 0)
                .averagePrecision();
        sum += precision == null ? 0 : precision;
      }
    }
    return sum;
  }

  /** The experts of all documents for a label. */
  private static List<FoundExpert.Expert> experts(List<List<List<FoundExpert>>> found, int label) {
    return found.stream().flatMap(it -> it.get(0).get(label).expert().stream()).toList();
  }

  private boolean isShiftedAsOne() {
    return members.size() > 1
        && members.stream().allMatch(it -> it.experts().search() instanceof ShiftSearch);
  }

  /** The same with the class weight of each label that is best for the mean of its logits. */
  private List<List<List<FoundExpert>>> shiftedAsOne(List<List<List<FoundExpert>>> found) {
    List<List<FoundExpert>> ofAll =
        found.stream().<List<FoundExpert>>map(it -> new ArrayList<>(it.get(0))).toList();
    BinaryRelevanceTeacher first = members.get(0).experts();
    for (int i = 0; i < ofAll.get(0).size(); i++) {
      int label = i;
      List<FoundExpert.Expert> experts = experts(found, label);
      if (experts.size() == members.size()) {
        double classWeight =
            ShiftSearch.classWeight(
                first.classWeights(),
                experts.get(0).trial().validationTruth(),
                FoundExpert.mean(
                    experts.stream().map(FoundExpert.Expert::unshiftedValidationLogits).toList(),
                    experts.stream().map(FoundExpert.Expert::part).toList()),
                first.select(),
                first.settings().threshold());
        ofAll.forEach(it -> it.set(label, it.get(label).withClassWeight(classWeight)));
      }
    }
    List<List<List<FoundExpert>>> shifted = new ArrayList<>();
    for (int member = 0; member < found.size(); member++) {
      List<List<FoundExpert>> its = new ArrayList<>(found.get(member));
      its.set(0, ofAll.get(member));
      shifted.add(its);
    }
    return shifted;
  }

  /**
   * The mean of the answers of experts that have been found.
   *
   * @throws NoExpertException where a member has none for a label
   */
  public Responses responses(TrainingData data, List<List<List<FoundExpert>>> found) {
    return mean(answers(data, found));
  }

  /** What a member answers, and its part in the mean. */
  public record Answers(Responses responses, double part) {}

  /** The answers of each member. */
  public List<Answers> answers(TrainingData data, List<List<List<FoundExpert>>> found) {
    List<Answers> answers = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      Responses its = members.get(member).responses(data, found.get(member));
      if (isShiftedAsOne()) {
        its = its.from(Map.of("as one", true, "of", its.source()));
      }
      double part = found.get(member).get(0).get(0).expert().orElseThrow().part();
      answers.add(new Answers(its, part));
    }
    return answers;
  }

  /**
   * The answers of teachers that answer as one, whichever way each of them reads texts.
   *
   * @param answers of each to the same documents and labels
   */
  public static Responses mean(List<Answers> answers) {
    Responses first = answers.get(0).responses();
    if (answers.size() == 1) {
      return first;
    }
    Map<String, Object> source = new TreeMap<>();
    for (int member = 0; member < answers.size(); member++) {
      source.put("responses of member " + member, answers.get(member).responses().source());
      if (answers.get(member).part() != 1) {
        source.put("part of member " + member, answers.get(member).part());
      }
    }
    float[][] mean =
        FoundExpert.mean(
            answers.stream().map(it -> it.responses().logits()).toList(),
            answers.stream().map(Answers::part).toList());
    return new Responses(first.ids(), first.labels(), mean, first.source()).from(source);
  }
}
