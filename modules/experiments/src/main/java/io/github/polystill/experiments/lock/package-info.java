/** One owner of a directory at a time. Depends on nothing but the shared values of data. */
package io.github.polystill.experiments.lock;
