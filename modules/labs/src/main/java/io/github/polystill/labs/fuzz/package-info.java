/**
 * Damaged and hostile inputs for everything that reads a file. Each of {@link
 * io.github.polystill.labs.fuzz.FuzzTargets} is given mutations of its seeds; whatever is neither
 * taken nor refused in one line is a fault. Knows no command line: it is handed a {@link
 * io.github.polystill.labs.fuzz.Program}.
 */
package io.github.polystill.labs.fuzz;
