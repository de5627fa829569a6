package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
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
 * best for their mean.
 *
 * @param members at least one, which read texts in the same way
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record EnsembleTeacher(List<CrossFittedTeacher> members) implements Teacher {
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
    return isShiftedAsOne() ? shiftedAsOne(ofMembers) : ofMembers;
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
      List<FoundExpert.Expert> experts =
          ofAll.stream().flatMap(it -> it.get(label).expert().stream()).toList();
      if (experts.size() == members.size()) {
        double classWeight =
            ShiftSearch.classWeight(
                first.classWeights(),
                experts.get(0).trial().validationTruth(),
                FoundExpert.mean(
                    experts.stream().map(it -> it.result().validationLogits()).toList()),
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

  /** The answers of each member. */
  public List<Responses> answers(TrainingData data, List<List<List<FoundExpert>>> found) {
    List<Responses> answers = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      Responses its = members.get(member).responses(data, found.get(member));
      answers.add(isShiftedAsOne() ? its.from(Map.of("as one", true, "of", its.source())) : its);
    }
    return answers;
  }

  /**
   * The answers of teachers that answer as one, whichever way each of them reads texts.
   *
   * @param answers of each to the same documents and labels
   */
  public static Responses mean(List<Responses> answers) {
    Responses first = answers.get(0);
    if (answers.size() == 1) {
      return first;
    }
    Map<String, Object> source = new TreeMap<>();
    for (int member = 0; member < answers.size(); member++) {
      source.put("responses of member " + member, answers.get(member).source());
    }
    float[][] mean = FoundExpert.mean(answers.stream().map(Responses::logits).toList());
    return new Responses(first.ids(), first.labels(), mean, first.source()).from(source);
  }
}
