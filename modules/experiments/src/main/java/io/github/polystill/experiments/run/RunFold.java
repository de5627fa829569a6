package io.github.polystill.experiments.run;

import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import java.util.List;
import java.util.stream.IntStream;

/** Ids of the documents of a fold; an entry of folds.json. */
public record RunFold(int fold, List<String> train, List<String> validation, List<String> test) {
  public RunFold {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  static RunFold of(Fold fold, List<Document> documents) {
    return new RunFold(
        fold.index(),
        ids(fold.train(), documents),
        ids(fold.validation(), documents),
        ids(fold.test(), documents));
  }

  private static List<String> ids(int[] indexes, List<Document> documents) {
    return IntStream.of(indexes).mapToObj(index -> documents.get(index).id()).toList();
  }

  /** Documents of the test part per document that models were trained with. */
  public double testToTraining() {
    return (double) test.size() / (train.size() + validation.size());
  }
}
