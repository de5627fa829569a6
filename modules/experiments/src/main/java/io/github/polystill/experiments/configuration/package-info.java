/**
 * The experiment file: its keys, their defaults and limits, and what one file says once its
 * defaults and overrides are in. The components of {@link
 * io.github.polystill.experiments.configuration.Experiment} and of the records in it declare the
 * keys; reading, writing, the key reference and the schema for editors all follow them. Depends on
 * the settings of models and on data.
 */
package io.github.polystill.experiments.configuration;
