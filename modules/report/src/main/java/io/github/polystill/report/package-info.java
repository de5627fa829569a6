/**
 * What numbers look like: tables, figures and pages. Knows no run, and depends on evaluation only.
 */
package io.github.polystill.report;
