/**
 * Words into ids: the vocabulary and encoded corpora. Depends on {@code data} and {@code
 * data.segmentation}.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.encoding;

import org.apiguardian.api.API;
