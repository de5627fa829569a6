package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.models.savedmodel.InferenceGraphWriter;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.ServedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Teacher and student side by side, and the teacher's experts one after the other: what stacking
 * and what distillation bring. All are asked in turns, so that other work on the machine hits all
 * alike; each may use all cores for the large operations of a call, as TF Serving does.
 */
public final class SpeedComparison implements AutoCloseable {
  static final int BATCH = 32;
  private static final int ROUNDS_OF_ONE = 41;
  private static final int ROUNDS_OF_BATCH = 7;
  private static final int WARM_UP = 2;

  private final List<List<String>> texts;
  private final Path directory;
  private final List<LoadedModel> opened = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /** A model, or several that are asked one after the other for one answer; bytes of all. */
  private record Candidate(String name, List<LoadedModel> models, long bytes) {}

  /**
   * What it takes to serve a model.
   *
   * @param model what it is
   * @param bytes of its files
   * @param oneText median time for one text, in milliseconds
   * @param batch median time for a batch, in milliseconds
   */
  public record Speed(String model, long bytes, double oneText, double batch) {}

  /** By texts, each its words and line ends. */
  SpeedComparison(List<List<String>> texts) throws IOException {
    this.texts = texts;
    this.directory = Files.createTempDirectory("polystill-compare");
  }

  /** Adds a student, with tables as well where export gives it some. */
  void addStudent(String name, ServedModel model) throws IOException {
    add(name, List.of(model));
    addTabled(name, model.tabledWhereItPays());
  }

  /** Adds a teacher with tables and without, and its networks one after the other. */
  void addTeacher(ServedModel model) throws IOException {
    add("experts one after another", model.experts());
    add("teacher", List.of(model));
    addTabled("teacher", model.tabledUpTo(ServedModel.TABLES_AT_MOST));
  }

  private void addTabled(String name, ServedModel model) throws IOException {
    if (model.tabled()) {
      add(name + " with tables", List.of(model));
    }
  }

  private void add(String name, List<ServedModel> models) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    List<LoadedModel> loaded = new ArrayList<>();
    long bytes = 0;
    for (ServedModel model : models) {
      Path files = Files.createTempDirectory(directory, "model");
      InferenceGraphWriter.write(files, model);
      LoadedModel one = LoadedModel.load(files, cores, LoadedModel.LONGEST_CALL);
      opened.add(one);
      loaded.add(one);
      bytes += size(files);
    }
    candidates.add(new Candidate(name, loaded, bytes));
  }

  private static long size(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /** Measures all that was added. */
  List<Speed> measure() {
    List<List<List<String>>> ones = texts.stream().map(List::of).toList();
    double[] one = medians(ones, ROUNDS_OF_ONE);
    List<List<String>> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(texts.get(i % texts.size()));
    }
    double[] many = medians(List.of(batch), ROUNDS_OF_BATCH);
    List<Speed> speeds = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      speeds.add(new Speed(candidate.name(), candidate.bytes(), one[i], many[i]));
    }
    return speeds;
  }

  private double[] medians(List<List<List<String>>> requests, int rounds) {
    List<List<Double>> times = new ArrayList<>();
    candidates.forEach(candidate -> times.add(new ArrayList<>()));
    for (int round = -WARM_UP; round < rounds; round++) {
      List<List<String>> request = requests.get(Math.floorMod(round, requests.size()));
      for (int i = 0; i < candidates.size(); i++) {
        double time = milliseconds(candidates.get(i), request);
        if (round >= 0) {
          times.get(i).add(time);
        }
      }
    }
    times.forEach(Collections::sort);
    return times.stream().mapToDouble(it -> it.get(it.size() / 2)).toArray();
  }

  private static double milliseconds(Candidate candidate, List<List<String>> request) {
    long start = System.nanoTime();
    candidate.models().forEach(model -> model.probabilities(request));
    return (System.nanoTime() - start) / 1e6;
  }

  @Override
  public void close() throws IOException {
    opened.forEach(LoadedModel::close);
    AtomicFiles.deleteRecursively(directory);
  }
}
