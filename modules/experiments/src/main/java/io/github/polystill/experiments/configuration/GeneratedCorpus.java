package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Key;

/** A synthetic corpus. */
public record GeneratedCorpus(
    @Key("Which one: `health` is Traditional-Chinese health advice.")
        @Key.OneOf("health")
        @Key.Otherwise("health")
        String corpus,
    @Key(value = "How many documents.", atLeast = 10) @Key.Otherwise("2724") int documents,
    @Key("Seed of the generator; not the experiment's, so other seeds see the same corpus.")
        @Key.Otherwise("1")
        long seed) {}
