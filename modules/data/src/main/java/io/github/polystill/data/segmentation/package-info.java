/**
 * Text into words: normalisation, segmenters, conversion into Traditional Chinese, and the cache of
 * segmented corpora. May depend on the shared values only. HanLP is touched nowhere else.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.segmentation;

import org.apiguardian.api.API;
