/** A client of TF Serving's REST API, which {@code polystill serve} speaks too. */
package io.github.polystill.serving.client;
