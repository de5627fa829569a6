/**
 * The public CMDD corpus (Chinese medical dialogues, Lin et al. 2019, in the ChineseBLUE
 * repository) as documents. May depend on the shared values and on segmentation (for the conversion
 * into Traditional Chinese).
 */
package io.github.polystill.corpora.cmdd;
