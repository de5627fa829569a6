package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;

public record HanSettings(
    int wordHidden,
    int wordAttention,
    int sentenceHidden,
    int sentenceAttention,
    double dropout,
    EmbeddingChannels channels) {}
