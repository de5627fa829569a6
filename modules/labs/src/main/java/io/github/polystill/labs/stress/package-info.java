/** Whether a run survives being killed. Starts processes; depends on run and log. */
package io.github.polystill.labs.stress;
