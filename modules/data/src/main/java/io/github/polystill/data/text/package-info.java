/**
 * Text to be read as a stream of paragraphs, such as what word vectors are trained on, and what of
 * a text may be shown. Depends on the shared values only.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.text;

import org.apiguardian.api.API;
