/** The command line: picocli commands, progress and exit codes; nothing else. */
package io.github.polystill.cli;
