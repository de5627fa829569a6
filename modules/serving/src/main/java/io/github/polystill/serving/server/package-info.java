/**
 * A small HTTP server for one exported model: TF Serving's REST API, raw text, metrics and a page
 * to try the model with. Jetty is seen here and nowhere else.
 */
package io.github.polystill.serving.server;
