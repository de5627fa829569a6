/**
 * The figures of a run: drawn once, written as SVG for a page or a file and as PNG. Depends on
 * evaluation and its tables; knows no report.
 */
package io.github.polystill.report.figures;
