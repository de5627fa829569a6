package io.github.polystill.distillation;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Two folds of a cross-validation whose cross-fitted teachers share experts. These have seen
 * nothing of either test part, so for each of both teachers they answer the training documents that
 * the other fold tests: ten sets of experts serve five folds.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class FoldPair {
  private final Fold one;
  private final Fold other;
  private final PreparedFold common;
  private final Map<TrialName, FutureTask<FoundExpert>> searches = new ConcurrentHashMap<>();

  /**
   * A pair.
   *
   * @param common what both have in {@link Fold#common}, with the further texts of both
   */
  public FoldPair(Fold one, Fold other, PreparedFold common) {
    this.one = one;
    this.other = other;
    this.common = common.servingStudentsOf(one, other);
  }

  /** The training documents of one of the folds that the other one tests. */
  int[] part(int index) {
    boolean isOne = one.index() == index;
    Fold asking = isOne ? one : other;
    int[] tested = (isOne ? other : one).test();
    return IntStream.of(asking.train())
        .filter(it -> Arrays.binarySearch(tested, it) >= 0)
        .toArray();
  }

  /** What the experts learn; named by the fold that comes first, without the other as a part. */
  TrainingData learnt(BinaryRelevanceTeacher experts, int rows) {
    TrainingData data = common.data(experts.layout(common.pipeline().maxLength()));
    return new TrainingData(
        data.seed(),
        data.contentHash(),
        data.fold(),
        data.corpus(),
        data.vectors(),
        Math.max(rows, data.rows()),
        OptionalInt.of(Math.max(one.index(), other.index())),
        data.extra(),
        data.encoded());
  }

  /**
   * The search for each label's expert, which is done once, by whichever fold's teacher comes
   * first.
   */
  List<Callable<FoundExpert>> searches(
      BinaryRelevanceTeacher experts, TrainingData learnt, TrialExecutor executor) {
    List<Callable<FoundExpert>> own = experts.searches(learnt, executor);
    List<Callable<FoundExpert>> shared = new ArrayList<>();
    for (int label = 0; label < own.size(); label++) {
      Callable<FoundExpert> search = own.get(label);
      FutureTask<FoundExpert> task =
          searches.computeIfAbsent(
              experts.candidates(learnt, label).get(0).name(), any -> new FutureTask<>(search));
      shared.add(() -> result(task));
    }
    return shared;
  }

  private static FoundExpert result(FutureTask<FoundExpert> task) throws Exception {
    task.run(); // which does nothing where another thread has begun
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
