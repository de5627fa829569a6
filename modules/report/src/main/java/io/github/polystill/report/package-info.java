/**
 * What numbers look like: tables, figures and pages. Knows no run, and depends on evaluation only.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.report;

import org.apiguardian.api.API;
