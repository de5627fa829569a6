package io.github.polystill.evaluation.table;

import io.github.polystill.evaluation.Metric;
import java.util.List;

/**
 * One block of Table 1.
 *
 * @param trainings the training types that were run, in the paper's order
 * @param pValues distilled against standalone, one per {@link Metric}; empty where none can be
 *     computed, and then the table's notes say why
 */
public record ArchitectureResult(
    String architecture, List<TrainingResult> trainings, List<PValue> pValues) {}
