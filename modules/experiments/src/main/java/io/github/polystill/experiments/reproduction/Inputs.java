package io.github.polystill.experiments.reproduction;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Document;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an experiment trains on, before it trains.
 *
 * @param settings lines of what figures depend on
 * @param corpus SHA-256
 * @param folds SHA-256 of what the files of folds would hold, one for each seed
 */
public record Inputs(List<String> settings, String corpus, List<String> folds) {

  /**
   * Reads or generates the corpus and deals its folds.
   *
   * @param threads number of threads that segment
   * @param cacheDirectory where segmentations are kept
   */
  public static Inputs of(Experiment experiment, int threads, Optional<Path> cacheDirectory)
      throws IOException {
    PreparedCorpus first =
        CorpusPreparation.prepare(experiment, threads, cacheDirectory, (done, total) -> {});
    List<Document> documents = first.segmented().corpus().documents();
    List<String> folds = new ArrayList<>();
    for (int i = 0; i < experiment.allSeeds().size(); i++) {
      PreparedCorpus dealt =
          i == 0 ? first : CorpusPreparation.dealtAgain(first, experiment.repetition(i));
      String json = RunDirectory.foldsJson(dealt.folds(), documents);
      folds.add(ContentHash.ofBytes(json.getBytes(StandardCharsets.UTF_8)));
    }
    return new Inputs(experiment.decisiveSettings(), first.sha256(), folds);
  }

  /**
   * Compares them with what a run had; what depends on them need not be compared if they differ.
   */
  public List<Comparison.Check> compare(Results before) {
    return Comparison.inputs(before, this);
  }
}
