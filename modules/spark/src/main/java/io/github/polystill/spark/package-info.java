/** Trials on Apache Spark. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.spark;

import org.apiguardian.api.API;
