/**
 * Whether commands survive being killed, clocks that jump and full disks. Starts processes; depends
 * on configuration, run and log.
 */
package io.github.polystill.labs.stress;
