package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingChannels;

public record TextRnnSettings(int hidden, double dropout, EmbeddingChannels channels) {}
