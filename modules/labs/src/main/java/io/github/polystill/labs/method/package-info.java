/**
 * The whole method, from corpus file to metrics, side by side with Python Keras. Depends on
 * experiments and the Keras side of train.
 */
package io.github.polystill.labs.method;
