/**
 * The figures of a run: drawn once, written as SVG for a page or a file and as PNG. Depends on
 * evaluation and its tables; knows no report.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.report.figures;

import org.apiguardian.api.API;
