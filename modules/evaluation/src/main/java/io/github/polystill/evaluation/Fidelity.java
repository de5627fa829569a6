package io.github.polystill.evaluation;

import java.util.OptionalDouble;
import org.apiguardian.api.API;

/**
 * How far a distilled student answers as its teacher does on a part of its fold (Stanton et al.,
 * NeurIPS 2021, "Does knowledge distillation really work?"), and how far the teacher's answers can
 * be taken at their word there. All fractions in 0..1.
 *
 * @param difference mean |q - s| of the probabilities of teacher and student over all cells
 *     (document, label)
 * @param agreement share of the cells that both decide alike
 * @param calibrationError expected calibration error of the teacher's answers (ten bins of equal
 *     width, Naeini et al. 2015); empty where labels are taken for unknown
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Fidelity(double difference, double agreement, OptionalDouble calibrationError) {}
