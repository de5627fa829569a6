package io.github.polystill.experiments.configuration;

import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.models.Key;
import java.util.List;
import java.util.Optional;

/**
 * Word vectors.
 *
 * @param seed there once an experiment is resolved, as {@code dimensions} is where there is no path
 */
public record VectorSettings(
    @Key("word2vec file, text or binary; looked up as `corpus.path` is.")
        @Key.Text("the path of a file")
        @Key.Otherwise("random vectors")
        Optional<String> path,
    @Key("Size of a vector; with `path`, the size that the file must have.")
        @Key.Otherwise("`" + DEFAULT_DIMENSIONS + "`, or the file's, or `train.dimensions`")
        Optional<Integer> dimensions,
    @Key("Seed of random and of trained vectors.") @Key.Otherwise("the experiment's")
        Optional<Long> seed,
    @Key("Train word vectors (Mikolov et al. 2013) once and keep them in the cache directory.")
        Optional<Training> train) {
  static final int DEFAULT_DIMENSIONS = 300;

  /** Word vectors that an experiment trains itself. */
  public record Training(
      @Key(
              value =
                  "Further text beside the corpus: text, corpus and MediaWiki files, compressed or"
                      + " not; each looked up as `corpus.path` is.",
              plural = "files",
              mayBeEmpty = true)
          @Key.Text("the path of a file")
          @Key.Otherwise("[]")
          List<String> texts,
      @Key("Field or column of the text in those of `texts` that are corpora.")
          @Key.Text("the name of a field")
          @Key.Otherwise(TextSources.DEFAULT_FIELD)
          String textField,
      @Key(
              "One training on all documents, those of the test parts included, as the paper has it;"
                  + " otherwise each fold has vectors from the training part of its documents alone."
                  + " Recorded in `environment.json`.")
          @Key.Otherwise("false")
          boolean includeWholeCorpus,
      @Key("Predict the words around a word, or a word from those around it.")
          @Key.Otherwise("skip-gram")
          Algorithm algorithm,
      @Key("Size of a vector.") @Key.Otherwise("" + DEFAULT_DIMENSIONS) int dimensions,
      @Key("Words on either side at most.") @Key.Otherwise("5") int window,
      @Key("Negative samples per word.") @Key.Otherwise("5") int negatives,
      @Key(
              value = "Words of a greater share of the text are left out at random; 0 for none.",
              atLeast = 0,
              below = 1)
          @Key.Otherwise("0.001")
          double subsample,
      @Key("Words that occur less often have none.") @Key.Otherwise("5") int minCount,
      @Key("Passes over the text.") @Key.Otherwise("5") int epochs,
      @Key("First learning rate; it falls to 0.")
          @Key.Otherwise("`0.025` for skip-gram, `0.05` for cbow")
          Optional<Double> learningRate,
      @Key(value = "Words at most, most frequent first.", atLeast = 2) @Key.Otherwise("2000000")
          int maxVocabulary) {
    public Training {
      texts = List.copyOf(texts);
    }
  }
}
