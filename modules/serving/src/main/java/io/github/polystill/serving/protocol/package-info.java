/**
 * TF Serving's REST protocol: what requests and responses look like as JSON. Used by the server and
 * by the client; knows tensors and signatures, no network.
 */
package io.github.polystill.serving.protocol;
