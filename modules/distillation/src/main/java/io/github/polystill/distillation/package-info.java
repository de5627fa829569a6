/**
 * The method: a teacher that answers ({@link
 * io.github.polystill.distillation.BinaryRelevanceTeacher}, eq. 1 in {@code ExpertSpec}, the choice
 * in {@code ExpertChoice}), its responses, and a student that learns them ({@link
 * io.github.polystill.distillation.StudentTrainer}, eq. 2 in {@link
 * io.github.polystill.distillation.DistillationLoss}). Depends on models and evaluation.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.distillation;

import org.apiguardian.api.API;
