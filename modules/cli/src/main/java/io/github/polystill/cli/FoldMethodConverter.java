package io.github.polystill.cli;

import io.github.polystill.data.folds.FoldMethod;

/** Methods of dealing folds, such as {@code rarest-first}. */
final class FoldMethodConverter extends KeyConverter<FoldMethod> {
  FoldMethodConverter() {
    super(FoldMethod.values(), FoldMethod::key);
  }
}
