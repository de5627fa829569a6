/**
 * The training types of the paper: teacher grid, responses, student. Depends on models and
 * evaluation.
 */
package io.github.polystill.distillation;
