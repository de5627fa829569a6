/**
 * Corpora in files: reading JSON Lines and CSV with every problem named, writing JSON Lines, and
 * the figures that describe a corpus. May depend on the shared values and on segmentation (for the
 * normaliser that decides whether a text is blank).
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.corpus;

import org.apiguardian.api.API;
