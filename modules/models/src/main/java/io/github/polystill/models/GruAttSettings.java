package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;

public record GruAttSettings(
    int hidden, boolean bidirectional, double dropout, EmbeddingChannels channels) {}
