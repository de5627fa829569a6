/** Words into ids: the vocabulary and encoded corpora. */
package io.github.polystill.data.encoding;
