package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.ExpertSearch;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.search.GridSearch;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.ExpertTraits;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Architecture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The paper's teacher, "binary optimisation" (METHOD.md, pipeline step 3): per label, binary
 * networks with several weights of the positive class in eq. (1), of which the best on the
 * validation documents is kept as the label's expert.
 *
 * @param settings of all networks
 * @param classWeights W of eq. (1) that are tried for each label
 * @param select figure of the validation documents that chooses among them
 * @param search which of them are trained to their end
 * @param priority of its trials
 * @param traits of its experts
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record BinaryRelevanceTeacher(
    TrainingSettings settings,
    List<Double> classWeights,
    ValidationFigure select,
    ExpertSearch search,
    TrialPriority priority,
    ExpertTraits traits)
    implements Teacher {
  /** Labels whose search goes on side by side for each trial that can. */
  private static final int SEARCHES_PER_WORKER = 2;

  public BinaryRelevanceTeacher {
    classWeights = List.copyOf(classWeights);
  }

  /** The only teacher of its architecture. */
  public BinaryRelevanceTeacher(
      TrainingSettings settings,
      List<Double> classWeights,
      ValidationFigure select,
      ExpertSearch search,
      TrialPriority priority) {
    this(settings, classWeights, select, search, priority, ExpertTraits.PAPER);
  }

  /** The same network by network with other first weights and batches. */
  public BinaryRelevanceTeacher withSeed(long seed, String name) {
    return new BinaryRelevanceTeacher(
        settings.withSeed(seed), classWeights, select, search, priority, traits.named(name));
  }

  /** The same whose networks learn the copies of the training documents too. */
  public BinaryRelevanceTeacher learningCopies() {
    return new BinaryRelevanceTeacher(
        settings, classWeights, select, search, priority, traits.learningCopies());
  }

  /**
   * Linear models of the same texts in place of its networks: one for each label, whose logits are
   * shifted.
   */
  public BinaryRelevanceTeacher of(ExpertKind linear) {
    return new BinaryRelevanceTeacher(
        settings, classWeights, select, new ShiftSearch(), priority, ExpertTraits.of(linear));
  }

  /** The paper's teacher, but with other settings: the best F1 of all networks is kept. */
  public BinaryRelevanceTeacher(TrainingSettings settings, List<Double> classWeights) {
    this(settings, classWeights, ValidationFigure.F1, new GridSearch(), TrialPriority.ofTeacher());
  }

  /** The paper's teacher, of networks of an architecture. */
  public BinaryRelevanceTeacher(Architecture architecture, List<Double> classWeights) {
    this(TrainingSettings.ofExperts(architecture), classWeights);
  }

  @Override
  public String name() {
    return settings.architecture().name();
  }

  @Override
  public TokenLayout layout(int maxLength) {
    return settings.architecture().layout(maxLength);
  }

  @Override
  public Responses respond(TrainingData data, TrialExecutor executor) {
    return responses(data, findExperts(data, executor));
  }

  /** The networks for a label. */
  public List<ExpertSpec> candidates(TrainingData data, int label) {
    return classWeights.stream()
        .map(weight -> new ExpertSpec(key(data), data, settings, label, weight).with(traits))
        .toList();
  }

  private ModelKey key(TrainingData data) {
    return ModelKey.of(
        data.seed(), data.fold().index(), settings.architecture().name(), TrainingRow.TEACHER);
  }

  /**
   * Finds the expert of every label, several side by side.
   *
   * @return in label order
   * @throws CancellationException where a trial is not run here, after all that are have been
   */
  public List<FoundExpert> findExperts(TrainingData data, TrialExecutor executor) {
    return findExperts(List.of(data), executor).get(0);
  }

  /** The same for several data, side by side. */
  public List<List<FoundExpert>> findExperts(List<TrainingData> learnt, TrialExecutor executor) {
    return find(learnt.stream().map(data -> searches(data, executor)).toList(), executor);
  }

  /** The search for each label's expert. */
  List<Callable<FoundExpert>> searches(TrainingData data, TrialExecutor executor) {
    return IntStream.range(0, data.labels().size())
        .<Callable<FoundExpert>>mapToObj(
            label -> () -> search.find(candidates(data, label), select, executor, priority))
        .toList();
  }

  /** Does searches side by side, the first ones first. */
  static List<List<FoundExpert>> find(
      List<List<Callable<FoundExpert>>> searches, TrialExecutor executor) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            SEARCHES_PER_WORKER * executor.parallelism(),
            Integer.MAX_VALUE,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "polystill-search");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<FoundExpert>> submitted =
          searches.stream()
              .flatMap(List::stream)
              .map(
                  search ->
                      threads.submit(
                          () -> {
                            FoundExpert expert = search.call();
                            // A cluster may have grown meanwhile.
                            threads.setCorePoolSize(SEARCHES_PER_WORKER * executor.parallelism());
                            return expert;
                          }))
              .toList();
      Iterator<FoundExpert> found = results(submitted).iterator();
      return searches.stream()
          .map(some -> some.stream().map(search -> found.next()).toList())
          .toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<FoundExpert> results(List<Future<FoundExpert>> submitted) {
    List<FoundExpert> found = new ArrayList<>();
    CancellationException cancelled = null;
    for (Future<FoundExpert> search : submitted) {
      try {
        found.add(search.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CancellationException cause) {
          cancelled = cause; // the others may be run here
        } else if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        } else {
          throw new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        cancelled = new CancellationException("the search for experts was interrupted");
      }
    }
    if (cancelled != null) {
      throw cancelled;
    }
    return found;
  }

  /**
   * The answers of experts that have been found.
   *
   * @throws NoExpertException where a label has none
   */
  public Responses responses(TrainingData data, List<FoundExpert> experts) {
    List<float[][]> logits = new ArrayList<>();
    for (int label = 0; label < experts.size(); label++) {
      FoundExpert found = experts.get(label);
      if (found.expert().isEmpty()) {
        throw new NoExpertException(data.labels().name(label), found.divergences().get(0));
      }
      logits.add(found.expert().get().logits());
    }
    return new Responses(
        data.ids(), data.labels().names(), Responses.join(logits), source(data).hex());
  }

  /** Names what responses follow from: all networks that are tried, and how one is chosen. */
  TrialId source(TrainingData data) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("select", select.key());
    fields.put("search", search.toString());
    if (data.extra().size() > 0) {
      fields.put("texts", data.extra().hash()); // in the layout of this teacher
    }
    for (int label = 0; label < data.labels().size(); label++) {
      for (ExpertSpec candidate : candidates(data, label)) {
        fields.put("expert." + candidate.name(), candidate.id());
      }
    }
    return TrialId.of(fields);
  }
}
