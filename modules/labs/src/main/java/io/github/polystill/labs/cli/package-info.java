/** The labs' commands, which print what they measure. Depends on cli and on all of labs. */
package io.github.polystill.labs.cli;
