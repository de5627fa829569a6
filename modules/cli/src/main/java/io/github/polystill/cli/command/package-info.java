/** What all commands share: options, messages, the log and where progress is shown. */
package io.github.polystill.cli.command;
