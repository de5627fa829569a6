package io.github.polystill.cli;

import io.github.polystill.models.layers.WeightStorage;

/** As what weights are kept, such as {@code float16}. */
final class WeightStorageConverter extends KeyConverter<WeightStorage> {
  WeightStorageConverter() {
    super(WeightStorage.values(), WeightStorage::key);
  }
}
