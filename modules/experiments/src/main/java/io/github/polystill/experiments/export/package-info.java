/** Trained models out of a run directory as SavedModels, and exported models in use. */
package io.github.polystill.experiments.export;
