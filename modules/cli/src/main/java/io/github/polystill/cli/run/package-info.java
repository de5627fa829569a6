/** The commands that train and compare: run, verify, report, compare. */
package io.github.polystill.cli.run;
