/**
 * Warnings of trainings that have learnt little. Depends on evaluation, its baselines, tables and
 * thresholds.
 */
package io.github.polystill.report.doubts;
