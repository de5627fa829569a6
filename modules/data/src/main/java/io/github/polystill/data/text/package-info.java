/**
 * Text to be read as a stream of paragraphs, such as what word vectors are trained on. Depends on
 * the shared values only.
 */
package io.github.polystill.data.text;
