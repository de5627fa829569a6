package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.embeddings.WordVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A file of word vectors in memory, in which words of the command line are looked up. */
record WordVectorFile(Path file, WordVectors vectors) {
  static WordVectorFile read(Path file) throws IOException {
    return new WordVectorFile(file, WordVectors.read(file));
  }

  /**
   * The row of a word as {@link WordVectors#lookUp} finds it.
   *
   * @throws InvalidInputException where the file lacks it, with the word nearest to it
   */
  int row(String word) {
    OptionalInt row = vectors.lookUp(word);
    return row.orElseThrow(
        () ->
            new InvalidInputException(
                file
                    + ": has no word \""
                    + word
                    + "\"; "
                    + NearestName.among(vectors.words(), word)
                        .map(nearest -> "the nearest is \"" + nearest + "\"")
                        .orElse("try another")));
  }
}
