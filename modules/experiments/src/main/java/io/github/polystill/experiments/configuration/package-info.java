/**
 * The experiment file: its keys, their defaults and limits, and what one file says once its
 * defaults and overrides are in. {@link
 * io.github.polystill.experiments.configuration.ExperimentSchema} is the only list of keys;
 * reading, writing and the key reference all follow it. Depends on the settings of models and on
 * data.
 */
package io.github.polystill.experiments.configuration;
