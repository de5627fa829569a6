/** {@code polystill vectors}. */
package io.github.polystill.cli.vectors;
