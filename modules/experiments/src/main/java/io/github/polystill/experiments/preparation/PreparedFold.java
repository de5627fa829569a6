package io.github.polystill.experiments.preparation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.embeddings.RandomVectors;
import io.github.polystill.embeddings.VocabularyVectors;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One fold, encoded in one layout.
 *
 * @param data what the fold's trials learn from
 * @param vocabulary of the words of the fold's training documents
 * @param remark size of the vocabulary, words with vectors, unknown words
 */
public record PreparedFold(TrainingData data, Vocabulary vocabulary, String remark) {

  /**
   * Builds the fold's vocabulary and word vectors and encodes every document with them, once for
   * each layout that the experiment's architectures want; all but the tokens is shared.
   *
   * @param seed of the cross-validation that the fold belongs to; empty for the first
   * @param vectorFile the fold's word vectors; empty for random ones
   * @return in the order of the architectures
   */
  public static Map<TokenLayout, PreparedFold> prepare(
      SegmentedCorpus segmented,
      Fold fold,
      Experiment experiment,
      OptionalLong seed,
      Optional<Path> vectorFile)
      throws IOException {
    EncodingSettings encoding = experiment.encoding();
    List<List<String>> training = new ArrayList<>();
    for (int document : fold.train()) {
      training.add(segmented.texts().get(document).words());
    }
    Vocabulary vocabulary = Vocabulary.build(training, encoding.minCount(), encoding.maxWords());
    VocabularyVectors vectors = vectors(vocabulary, experiment.vectors(), vectorFile);
    Map<TokenLayout, PreparedFold> folds = new LinkedHashMap<>();
    EncodedCorpus corpus = null;
    for (ArchitectureSettings architecture : experiment.architectures()) {
      TokenLayout layout = experiment.layoutOf(architecture);
      if (!folds.containsKey(layout)) {
        corpus =
            corpus == null
                ? EncodedCorpus.encode(segmented, vocabulary, layout)
                : corpus.inLayout(segmented, vocabulary, layout);
        folds.put(layout, of(seed, fold, corpus, vocabulary, vectors));
      }
    }
    return Collections.unmodifiableMap(folds);
  }

  private static PreparedFold of(
      OptionalLong seed,
      Fold fold,
      EncodedCorpus corpus,
      Vocabulary vocabulary,
      VocabularyVectors vectors) {
    EmbeddingMatrix matrix = vectors.matrix();
    TrainingData data =
        new TrainingData(seed, hash(fold, corpus, matrix), fold, corpus, matrix, matrix.rows());
    String remark =
        String.format(
            Locale.ROOT,
            "fold %d: %,d words, %,d of them with trained vectors%s, %.1f %% of all words unknown",
            fold.index(),
            vocabulary.size() - Vocabulary.RESERVED,
            vectors.found(),
            vectors.found() == 0 ? "" : howFound(vectors),
            100 * corpus.unknownRate());
    return new PreparedFold(data, vocabulary, remark);
  }

  private static String howFound(VocabularyVectors vectors) {
    return String.format(
        Locale.ROOT,
        " (%,d by exact spelling, %,d after NFKC)",
        vectors.exact(),
        vectors.normalized());
  }

  private static VocabularyVectors vectors(
      Vocabulary vocabulary, VectorSettings settings, Optional<Path> vectorFile)
      throws IOException {
    long seed = settings.seed().orElseThrow();
    if (vectorFile.isEmpty()) {
      int dimensions = settings.dimensions().orElseThrow();
      return new VocabularyVectors(RandomVectors.matrixFor(vocabulary, dimensions, seed), 0, 0);
    }
    Path file = vectorFile.get();
    return settings.dimensions().isPresent()
        ? WordVectorsReader.readFor(file, vocabulary, settings.dimensions().get(), seed)
        : WordVectorsReader.readFor(file, vocabulary, seed);
  }

  private static String hash(Fold fold, EncodedCorpus corpus, EmbeddingMatrix vectors) {
    ContentHash hash = new ContentHash();
    corpus.labels().names().forEach(hash::add);
    for (int i = 0; i < corpus.size(); i++) {
      hash.add(corpus.ids().get(i)).add(corpus.tokens()[i]);
      for (boolean target : corpus.targets()[i]) {
        hash.add(target ? 1 : 0);
      }
    }
    hash.add(fold.train()).add(fold.validation()).add(fold.test());
    return hash.add(vectors.dimensions()).add(vectors.values()).hex();
  }
}
