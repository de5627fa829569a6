package io.github.polystill.data;

import org.apiguardian.api.API;

/**
 * One split of cross-validation, as ascending indexes into the corpus. The three parts are disjoint
 * and cover it.
 *
 * @param index 0-based number of the fold
 * @param train documents to learn from
 * @param validation documents that early stopping and the teacher's choice look at
 * @param test documents that only the final figures look at
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Fold(int index, int[] train, int[] validation, int[] test) {}
