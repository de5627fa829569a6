package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
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
      member.learnt(data).forEach(it -> searches.add(member.experts().searches(it, executor)));
    }
    Iterator<List<FoundExpert>> found = BinaryRelevanceTeacher.find(searches, executor).iterator();
    return members.stream()
        .map(member -> member.learnt(data).stream().map(learnt -> found.next()).toList())
        .toList();
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
      answers.add(members.get(member).responses(data, found.get(member)));
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
    return new Responses(
        first.ids(),
        first.labels(),
        FoundExpert.mean(answers.stream().map(Responses::logits).toList()),
        TrialId.of(source).hex());
  }
}
