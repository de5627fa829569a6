/**
 * How the expert of a label is found among networks that differ in their class weight. Depends on
 * trial.
 */
package io.github.polystill.distillation.search;
