/** SavedModels for inference: writing them from trained weights and loading them back. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.models.savedmodel;

import org.apiguardian.api.API;
