/** What speed and memory of this process and of others are measured with. */
package io.github.polystill.labs;
