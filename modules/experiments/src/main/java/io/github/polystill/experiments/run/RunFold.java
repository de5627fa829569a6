package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ids of the documents of a fold; an entry of folds.json.
 *
 * @param unlabelled training documents whose labels are not used, which a file has only where there
 *     are some
 */
public record RunFold(
    int fold,
    List<String> train,
    List<String> validation,
    List<String> test,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> unlabelled) {
  public RunFold {
    train = List.copyOf(train);
    unlabelled = unlabelled == null ? List.of() : List.copyOf(unlabelled);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /** A fold whose training documents all have labels. */
  public RunFold(int fold, List<String> train, List<String> validation, List<String> test) {
    this(fold, train, validation, test, List.of());
  }

  static RunFold of(Fold fold, List<Document> documents) {
    return new RunFold(
        fold.index(),
        ids(fold.train(), documents),
        ids(fold.validation(), documents),
        ids(fold.test(), documents),
        ids(fold.unlabelled(), documents));
  }

  private static List<String> ids(int[] indexes, List<Document> documents) {
    return IntStream.of(indexes).mapToObj(index -> documents.get(index).id()).toList();
  }

  /** Documents of the test part per document that models were trained with. */
  public double testToTraining() {
    return (double) test.size() / (train.size() + validation.size());
  }
}
