/**
 * How the expert of a label is found among networks that differ in their class weight. Depends on
 * trial.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.distillation.search;

import org.apiguardian.api.API;
