/**
 * Raw text for word vectors: files of lines, corpora and MediaWiki dumps, compressed or not, read
 * as a stream of paragraphs in constant memory. Depends on the corpus package.
 */
package io.github.polystill.data.text;
