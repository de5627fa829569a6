/**
 * Word-vector training side by side with the original word2vec program and HanLP's trainer: speed,
 * and how far the vectors agree.
 */
package io.github.polystill.labs.vectors;
