package io.github.polystill.report.table;

import java.util.List;

/**
 * One block of Table 1.
 *
 * @param trainings the training types that were run, in the paper's order
 * @param gains of the distilled student over the others, in points where they are shown
 * @param pValues distilled against standalone, one per {@link
 *     io.github.polystill.evaluation.Metric}; empty where none can be computed, and then the
 *     table's notes say why
 */
public record ArchitectureResult(
    String architecture,
    List<TrainingResult> trainings,
    List<GainResult> gains,
    List<PValue> pValues) {}
