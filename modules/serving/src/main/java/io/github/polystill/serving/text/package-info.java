/**
 * Streams of texts through a model: reading, predicting and writing side by side, in memory that
 * does not depend on how many there are.
 */
package io.github.polystill.serving.text;
