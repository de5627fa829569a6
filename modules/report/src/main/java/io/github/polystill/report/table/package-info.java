/**
 * Tables: the paper's Table 1, those of significance, thresholds and probabilities, and tables of
 * any content for the terminal. Depends on evaluation, evaluation.significance and
 * evaluation.thresholds, and on the names of evaluation.baseline.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.report.table;

import org.apiguardian.api.API;
