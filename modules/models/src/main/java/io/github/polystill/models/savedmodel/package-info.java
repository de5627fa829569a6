/** SavedModels for inference: writing them from trained weights and loading them back. */
package io.github.polystill.models.savedmodel;
