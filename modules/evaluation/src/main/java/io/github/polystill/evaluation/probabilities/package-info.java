/**
 * Figures of probabilities before any threshold: how they rank documents and how far they can be
 * taken at their word. Depends on evaluation.
 */
package io.github.polystill.evaluation.probabilities;
