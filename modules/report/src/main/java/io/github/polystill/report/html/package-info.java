/**
 * The report of a run: one self-contained HTML page with tables, inline SVG and a little script.
 * Depends on evaluation, its tables and its figures.
 */
package io.github.polystill.report.html;
