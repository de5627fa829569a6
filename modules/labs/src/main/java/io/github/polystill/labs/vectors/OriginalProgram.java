package io.github.polystill.labs.vectors;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original word2vec program. It has no seed; see {@link SecondRun}. Its speed is taken from its
 * progress line, between the first and the last that it prints, so that neither reading the text
 * nor writing the vectors counts.
 */
record OriginalProgram(Path binary) {
  private static final Pattern PROGRESS = Pattern.compile("Progress: ([0-9.]+)%");
  private static final Pattern WORDS = Pattern.compile("Words in train file: ([0-9]+)");

  /** Words per second of all threads. */
  double train(Path text, Path vectors, Word2VecSettings settings)
      throws IOException, InterruptedException {
    return train(text, vectors, settings, List.of());
  }

  /** Trains with more options, such as those for its vocabulary. */
  double train(Path text, Path vectors, Word2VecSettings settings, List<String> more)
      throws IOException, InterruptedException {
    Process process = start(text, vectors, settings, more);
    double words = 0;
    double first = -1;
    double last = -1;
    long firstNanos = 0;
    long lastNanos = 0;
    StringBuilder output = new StringBuilder();
    // Carriage returns end its progress lines, and a reader takes those for ends of lines.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher total = WORDS.matcher(line);
        Matcher progress = PROGRESS.matcher(line);
        if (total.find()) {
          words = Double.parseDouble(total.group(1)) * settings.epochs();
        } else if (progress.find()) {
          last = Double.parseDouble(progress.group(1)) / 100;
          lastNanos = System.nanoTime();
          if (first < 0) {
            first = last;
            firstNanos = lastNanos;
          }
        } else {
          output.append(line).append(' ');
        }
      }
    }
    int status = process.waitFor();
    if (status != 0 || words == 0 || !(last > first) || !Files.exists(vectors)) {
      throw new InvalidInputException(
          binary
              + " is not the original word2vec, or the text is too short for it (exit status "
              + status
              + "): "
              + output.toString().strip());
    }
    return (last - first) * words / ((lastNanos - firstNanos) / 1e9);
  }

  private Process start(Path text, Path vectors, Word2VecSettings settings, List<String> more) {
    List<String> command = new ArrayList<>(more);
    command.addAll(
        0,
        List.of(
            binary.toAbsolutePath().toString(),
            "-train",
            text.toString(),
            "-output",
            vectors.toString(),
            "-cbow",
            settings.algorithm() == Algorithm.CBOW ? "1" : "0",
            "-size",
            Integer.toString(settings.dimensions()),
            "-window",
            Integer.toString(settings.window()),
            "-negative",
            Integer.toString(settings.negatives()),
            "-hs",
            "0",
            "-sample",
            Double.toString(settings.subsample()),
            "-threads",
            Integer.toString(settings.threads()),
            "-iter",
            Integer.toString(settings.epochs()),
            "-min-count",
            Integer.toString(settings.minCount()),
            "-alpha",
            Double.toString(settings.learningRate()),
            "-binary",
            "0"));
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot run " + binary + ": give the path of a word2vec program (--word2vec)", e);
    }
  }
}
