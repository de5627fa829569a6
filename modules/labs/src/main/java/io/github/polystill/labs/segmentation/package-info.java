/**
 * The segmenter of CKIP: its speed and memory with random networks of the sizes of CKIP's, and a
 * head for it that is trained on an encoder.
 */
package io.github.polystill.labs.segmentation;
