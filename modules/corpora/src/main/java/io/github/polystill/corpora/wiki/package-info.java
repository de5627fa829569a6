/**
 * Plain text from dumps of MediaWiki: pages out of the XML, paragraphs out of the markup. Depends
 * on the segmentation package for Traditional characters.
 */
package io.github.polystill.corpora.wiki;
