/**
 * Tables: the paper's Table 1 with its significance, and tables of any content for the terminal.
 * Depends on evaluation.
 */
package io.github.polystill.evaluation.table;
