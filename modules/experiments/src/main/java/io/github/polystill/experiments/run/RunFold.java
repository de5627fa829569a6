package io.github.polystill.experiments.run;

import java.util.List;

/** Ids of the documents of a fold; an entry of folds.json. */
public record RunFold(int fold, List<String> train, List<String> validation, List<String> test) {
  public RunFold {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /** Documents of the test part per document that models were trained with. */
  public double testToTraining() {
    return (double) test.size() / (train.size() + validation.size());
  }
}
