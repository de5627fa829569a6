package io.github.polystill.experiments.run;

import io.github.polystill.models.ComputeDevice;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an experiment is run; nothing here but the device changes a result.
 *
 * @param directory the run directory
 * @param workers networks trained side by side
 * @param fresh whether what the directory holds is removed first
 * @param cacheDirectory where segmented corpora are kept
 * @param device where networks are trained, the CPU where a cluster trains; a GPU's trials differ
 *     in their last digits from a CPU's and so have other hashes
 * @param tensorBoard where event files go, if anywhere
 * @param cluster that trains in place of this machine, if there is one
 * @param command that the user gave, for the log and the report
 */
public record RunOptions(
    Path directory,
    int workers,
    boolean fresh,
    Optional<Path> cacheDirectory,
    ComputeDevice device,
    Optional<Path> tensorBoard,
    Optional<Cluster.Address> cluster,
    Optional<String> command) {
  public RunOptions {
    device = cluster.isPresent() ? ComputeDevice.CPU : device; // which is that of executors
  }

  /** A run on the CPU without event files. */
  public RunOptions(Path directory, int workers, boolean fresh, Optional<Path> cacheDirectory) {
    this(
        directory,
        workers,
        fresh,
        cacheDirectory,
        ComputeDevice.CPU,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
