/** The commands of exported models: export, predict, evaluate, serve. */
package io.github.polystill.cli.model;
