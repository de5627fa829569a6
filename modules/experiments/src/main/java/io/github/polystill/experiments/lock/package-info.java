/**
 * Locks between processes that share a directory, on one machine or on a shared file system: who
 * holds what, and whether that process is still there. Depends on data.
 */
package io.github.polystill.experiments.lock;
