/**
 * Warnings of trainings that have learnt little. Depends on evaluation, its baselines, tables and
 * thresholds.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.report.warnings;

import org.apiguardian.api.API;
