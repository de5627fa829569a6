/**
 * Raw text for word vectors: files of lines, corpora and MediaWiki dumps, compressed or not, read
 * as a stream of paragraphs in constant memory. Depends on the wiki package and on the corpora of
 * {@code io.github.polystill.data}.
 */
package io.github.polystill.corpora.text;
