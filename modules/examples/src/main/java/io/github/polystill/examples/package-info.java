/** Short programs that use polystill as a library, one for each way into it. */
package io.github.polystill.examples;
