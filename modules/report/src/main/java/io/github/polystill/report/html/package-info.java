/**
 * The report of a run: one self-contained HTML page with tables, inline SVG and a little script.
 * Depends on evaluation, its tables and its figures.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.report.html;

import org.apiguardian.api.API;
