/**
 * Corpora made up by this project, for demonstrations and tests where no real text may be used.
 * Everything here says that it is synthetic. Depends on the values of {@code
 * io.github.polystill.data} only.
 */
package io.github.polystill.corpora.synthetic;
