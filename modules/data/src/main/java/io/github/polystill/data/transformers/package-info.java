/**
 * The seam to module {@code transformers}: what it offers, and how it is found where it is there.
 * May depend on the shared values and on segmentation only.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.transformers;

import org.apiguardian.api.API;
