/** Text into words: normalisation, segmenters and the cache of segmented corpora. */
package io.github.polystill.data.segmentation;
