package io.github.polystill.experiments.run;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an experiment is run; nothing here changes a result.
 *
 * @param directory the run directory
 * @param workers networks trained side by side
 * @param fresh whether what the directory holds is removed first
 * @param cacheDirectory where segmented corpora are kept
 */
public record RunOptions(
    Path directory, int workers, boolean fresh, Optional<Path> cacheDirectory) {}
