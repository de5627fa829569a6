/**
 * Training speed, side by side with Python Keras on the same data. Depends on models, and on
 * TensorFlow itself for the matrix product that everything is compared to.
 */
package io.github.polystill.labs.train;
