/** Metrics, significance, tables and the report. Depends on data. */
package io.github.polystill.evaluation;
