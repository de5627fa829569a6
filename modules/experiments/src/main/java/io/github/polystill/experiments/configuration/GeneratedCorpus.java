package io.github.polystill.experiments.configuration;

/**
 * A synthetic corpus.
 *
 * @param corpus its kind; {@code health} is the only one
 * @param documents how many
 * @param seed of the generator; not the experiment's, so that other seeds see the same corpus
 */
public record GeneratedCorpus(String corpus, int documents, long seed) {}
