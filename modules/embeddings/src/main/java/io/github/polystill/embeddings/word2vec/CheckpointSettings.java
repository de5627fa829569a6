package io.github.polystill.embeddings.word2vec;

import java.time.Duration;

/**
 * Where and how often the state of a training is kept, so that the same training goes on there
 * after a kill.
 *
 * @param directory holds the spooled text as well; left for the caller to delete once the vectors
 *     are safe
 * @param replacesOther whether the state of another training is given up, and is no error
 */
public record CheckpointSettings(
    CheckpointDirectory directory, Duration interval, boolean replacesOther) {}
