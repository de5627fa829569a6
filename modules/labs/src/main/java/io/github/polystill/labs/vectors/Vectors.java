package io.github.polystill.labs.vectors;

import io.github.polystill.embeddings.word2vec.TrainedVectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Vectors of length 1 by word, in the order of the file or the training. */
record Vectors(Map<String, float[]> byWord) {
  static Vectors of(TrainedVectors trained) {
    Map<String, float[]> byWord = new LinkedHashMap<>();
    for (int word = 0; word < trained.words().size(); word++) {
      float[] vector = new float[trained.dimensions()];
      trained.copyVector(word, vector);
      byWord.put(trained.words().get(word), normalized(vector));
    }
    return new Vectors(byWord);
  }

  /** Reads the text format of the original program. */
  static Vectors read(Path file) throws IOException {
    Map<String, float[]> byWord = new LinkedHashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = line.strip().split(" ", -1);
        float[] vector = new float[fields.length - 1];
        for (int d = 0; d < vector.length; d++) {
          vector[d] = Float.parseFloat(fields[d + 1]);
        }
        byWord.put(fields[0], normalized(vector));
      }
    }
    return new Vectors(byWord);
  }

  static float[] normalized(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    float length = (float) Math.sqrt(squares);
    for (int d = 0; d < vector.length; d++) {
      vector[d] /= Math.max(length, Float.MIN_NORMAL);
    }
    return vector;
  }
}
