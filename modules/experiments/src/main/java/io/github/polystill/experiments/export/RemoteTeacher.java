package io.github.polystill.experiments.export;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A run's teacher in the processes of a cluster, which see the run directory. */
public final class RemoteTeacher implements TextModel {
  /** Texts that the network is given at once. */
  private static final int BATCH = 64;

  private final Cluster.Connection cluster;
  private final Asked teacher;
  private final List<String> labels;

  /** The teacher of a run. */
  private record Asked(String run, int fold, String architecture) implements Serializable {
    /** Those that this process has loaded, as long as it is there. */
    private static final Map<Asked, RespondingTeacher> LOADED = new HashMap<>();

    RespondingTeacher load() throws IOException {
      synchronized (LOADED) {
        RespondingTeacher loaded = LOADED.get(this);
        if (loaded == null) {
          RunDirectory directory = RunDirectory.existing(Path.of(run));
          ModelKey key = ModelKey.of(fold, architecture, TrainingRow.TEACHER);
          loaded = RespondingTeacher.of(directory, directory.experiment(), key);
          LOADED.put(this, loaded);
        }
        return loaded;
      }
    }
  }

  /** Answers to texts: the tokens of each, how many of them are words, and its probabilities. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Answers(
      ArrayList<String> labels, String[][] tokens, int[] words, float[][] probabilities)
      implements Serializable {}

  private record Question(Asked teacher, ArrayList<String> texts) implements Cluster.Task<Answers> {
    @Override
    public Answers call() throws IOException {
      RespondingTeacher loaded = teacher.load();
      List<TextAnswer> answers = new ArrayList<>();
      for (int from = 0; from < texts.size(); from += BATCH) {
        int to = Math.min(texts.size(), from + BATCH);
        answers.addAll(loaded.predict(texts.subList(from, to), false));
      }
      return new Answers(
          new ArrayList<>(loaded.labels()),
          answers.stream()
              .map(it -> it.text().tokens().toArray(String[]::new))
              .toArray(String[][]::new),
          answers.stream().mapToInt(it -> it.text().words()).toArray(),
          answers.stream().map(it -> it.prediction().probabilities()).toArray(float[][]::new));
    }
  }

  /** A teacher of a run directory that is seen there under the same path. */
  public RemoteTeacher(Cluster.Connection cluster, RunDirectory run, ModelKey key) {
    this.cluster = cluster;
    this.teacher =
        new Asked(run.root().toAbsolutePath().toString(), key.fold(), key.teacher().orElseThrow());
    this.labels = ask(List.of()).labels();
  }

  private Answers ask(List<String> texts) {
    return cluster.call(texts.size() + " texts", new Question(teacher, new ArrayList<>(texts)));
  }

  /** The names of the labels in the order of their probabilities. */
  public List<String> labels() {
    return labels;
  }

  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) {
    Answers answers = ask(texts);
    return IntStream.range(0, texts.size())
        .mapToObj(
            i ->
                new TextAnswer(
                    new TextTokens(List.of(answers.tokens()[i]), 0, answers.words()[i], 0, true),
                    labels,
                    new Prediction(answers.probabilities()[i], List.of(), Optional.empty())))
        .toList();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
