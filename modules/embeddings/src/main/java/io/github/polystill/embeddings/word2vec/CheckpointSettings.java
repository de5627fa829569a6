package io.github.polystill.embeddings.word2vec;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often the state of a training is kept, so that the same training goes on there
 * after a kill.
 *
 * @param directory holds the spooled text as well; left for the caller to remove once the vectors
 *     are safe
 */
public record CheckpointSettings(Path directory, Duration interval) {}
