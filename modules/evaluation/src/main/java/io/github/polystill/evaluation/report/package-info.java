/**
 * The report of a run: one self-contained HTML page with inline SVG. Depends on evaluation and its
 * tables.
 */
package io.github.polystill.evaluation.report;
