/**
 * Text into words: normalisation, segmenters, conversion into Traditional Chinese, and the cache of
 * segmented corpora. May depend on the shared values only. HanLP is touched nowhere else.
 */
package io.github.polystill.data.segmentation;
