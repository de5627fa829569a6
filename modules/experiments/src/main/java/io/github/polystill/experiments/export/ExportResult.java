package io.github.polystill.experiments.export;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an export has written.
 *
 * @param version the new version's directory
 * @param check how it compares with the network in training; empty where that was left out
 */
public record ExportResult(Path version, Optional<ExportCheck> check) {}
