/** {@code polystill corpus}. */
package io.github.polystill.cli.corpus;
