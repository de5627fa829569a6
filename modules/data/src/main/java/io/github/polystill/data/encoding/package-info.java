/**
 * Words into ids: the vocabulary and encoded corpora. Depends on {@code data} and {@code
 * data.segmentation}.
 */
package io.github.polystill.data.encoding;
