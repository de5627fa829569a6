package io.github.polystill.experiments.environment;

import java.util.Map;
import java.util.Optional;

/**
 * SHA-256 of what a run reads.
 *
 * @param corpus the corpus file, or what was generated
 * @param vectors the file of word vectors; empty where they are random or trained by the run
 * @param texts by path, the files beside the corpus that word vectors are trained on
 */
public record InputChecksums(String corpus, Optional<String> vectors, Map<String, String> texts) {}
