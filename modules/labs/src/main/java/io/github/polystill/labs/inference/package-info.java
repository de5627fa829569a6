/** Speed of exported students, side by side with Python Keras. */
package io.github.polystill.labs.inference;
