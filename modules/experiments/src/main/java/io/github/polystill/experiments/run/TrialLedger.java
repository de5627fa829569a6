package io.github.polystill.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.models.WeightsFile;
import io.github.polystill.models.training.Divergence;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.lang3.function.FailablePredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finished trials of a run, one directory each, named by the hash of all that decides the
 * trial's result. A directory appears whole or not at all, so a run that was killed goes on where
 * it stood. It holds the checksums of its files: what is damaged is not found, and trained again. A
 * trial that diverged has a directory too, with {@code failed.json} alone, so that it is not tried
 * again. So has one that a search stopped before its end: {@code rung.json} and, as long as it may
 * go on, its checkpoint. What a trial's network answers to texts beside the documents is in a
 * directory of its own, {@code answers.json} and the logits.
 */
public final class TrialLedger {
  private static final Logger LOG = LoggerFactory.getLogger(TrialLedger.class);
  private static final String RECORD = "trial.json";
  private static final String LOGITS = "logits.bin";
  private static final String WEIGHTS = "weights.bin";
  private static final String FAILURE = "failed.json";
  private static final String RUNG = "rung.json";
  private static final String CHECKPOINT = "checkpoint.bin";
  private static final String ANSWERS = "answers.json";

  private final Path directory;
  private final Consumer<String> warnings;
  private final FailablePredicate<Path, IOException> seal;
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();

  /** A ledger in a directory, which is created; warnings go to the log. */
  public TrialLedger(Path directory) throws IOException {
    this(directory, LOG::warn);
  }

  /**
   * A ledger in a directory, which is created.
   *
   * @param warnings told of each damaged trial once
   */
  public TrialLedger(Path directory, Consumer<String> warnings) throws IOException {
    this(directory, warnings, any -> true);
  }

  /**
   * A ledger in a directory, which is created.
   *
   * @param warnings told of each damaged trial once
   * @param seal whether a trial's checksums are those of the run; a trial is damaged where not
   */
  TrialLedger(Path directory, Consumer<String> warnings, FailablePredicate<Path, IOException> seal)
      throws IOException {
    this.directory = directory;
    this.warnings = warnings;
    this.seal = seal;
    Files.createDirectories(directory);
  }

  /**
   * A finished trial.
   *
   * @param trial what was trained
   * @param history epochs and the best of them
   * @param documents rows of its logits
   * @param outputs columns of its logits
   * @param logitsSha256 checksum of their file
   * @param weightsSha256 checksum of the weights' file, which the teacher's choice may have removed
   * @param seconds time it took
   */
  public record Entry(
      TrialName trial,
      TrainingHistory history,
      int documents,
      int outputs,
      String logitsSha256,
      String weightsSha256,
      double seconds) {}

  /**
   * A trial that diverged.
   *
   * @param trial what was trained
   * @param divergence how
   */
  public record Failure(TrialName trial, Divergence divergence) {}

  /**
   * A trial that a search stopped after some epochs.
   *
   * @param trial what was trained
   * @param history epochs and the best of them
   * @param validationLogits of the validation documents, for a search that compares by another
   *     figure than the history has
   * @param checkpointSha256 checksum of the checkpoint
   * @param seconds time it took, from where it went on
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Rung(
      TrialName trial,
      TrainingHistory history,
      float[][] validationLogits,
      String checkpointSha256,
      double seconds) {}

  /**
   * Answers to texts beside the documents.
   *
   * @param trial whose network has answered
   * @param texts rows of the logits
   * @param outputs columns of the logits
   */
  public record Answers(TrialName trial, int texts, int outputs) {}

  /** The record of answers that are there and undamaged. */
  public Optional<Answers> answers(String hash) throws IOException {
    Optional<Answers> found = read(hash, ANSWERS, Answers.class);
    return found.isEmpty() || isAsWritten(hash, LOGITS)
        ? found
        : damaged(hash, LOGITS, "is missing or not what was written");
  }

  /** Adds answers. */
  public Answers addAnswers(String hash, TrialName name, float[][] logits) throws IOException {
    Answers answers = new Answers(name, logits.length, logits.length == 0 ? 0 : logits[0].length);
    add(
        hash,
        files -> {
          Files.write(files.resolve(LOGITS), bytes(logits));
          write(files.resolve(ANSWERS), answers);
        });
    return answers;
  }

  /** Logits of answers, [texts][outputs]. */
  public float[][] logits(String hash, Answers answers) throws IOException {
    return logits(hash, answers.texts(), answers.outputs());
  }

  /** The record of a trial that diverged. */
  public Optional<Failure> failure(String hash) throws IOException {
    return read(hash, FAILURE, Failure.class);
  }

  private <T extends Record> Optional<T> read(String hash, String name, Class<T> type)
      throws IOException {
    Path trial = directory.resolve(hash);
    if (!Files.exists(trial.resolve(name))) {
      return Optional.empty();
    }
    try {
      if (isAsWritten(hash, name)) {
        return Optional.of(RecordsJson.parse(Files.readAllBytes(trial.resolve(name)), type));
      }
      return damaged(hash, name, "is not what was written");
    } catch (JsonProcessingException e) {
      return damaged(hash, name, "is not the JSON of a trial");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isAsWritten(String hash, String name) throws IOException {
    Path trial = directory.resolve(hash);
    return seal.test(trial.resolve(ChecksumFile.NAME))
        && ChecksumFile.of(trial).confirms(trial.resolve(name));
  }

  private <T> Optional<T> damaged(String hash, String name, String how) {
    if (damaged.add(hash)) {
      Path file = directory.resolve(hash).resolve(name);
      warnings.accept(file + " " + how + ", so the trial is to be trained again");
    }
    return Optional.empty();
  }

  /** Adds a trial that diverged. */
  public void addFailure(String hash, TrialName name, Divergence divergence) throws IOException {
    Failure failure = new Failure(name, divergence);
    add(hash, files -> write(files.resolve(FAILURE), failure));
  }

  /** The record of a trial that a search stopped. */
  public Optional<Rung> rung(String hash) throws IOException {
    return read(hash, RUNG, Rung.class);
  }

  /** Adds a trial that a search stopped, with what it needs to go on. */
  public Rung addRung(String hash, TrialName name, TrialResult result) throws IOException {
    TrainingCheckpoint checkpoint = result.checkpoint().orElseThrow();
    add(
        hash,
        files -> {
          WeightsFile.write(files.resolve(CHECKPOINT), checkpoint.state());
          String sha256 = ContentHash.ofFile(files.resolve(CHECKPOINT));
          Rung rung =
              new Rung(
                  name, checkpoint.history(), result.validationLogits(), sha256, result.seconds());
          write(files.resolve(RUNG), rung);
        });
    return rung(hash).orElseThrow(() -> new IOException(hash + " vanished"));
  }

  /** Where a trial that a search stopped can go on; empty where that is gone or damaged. */
  public Optional<TrainingCheckpoint> checkpoint(String hash) throws IOException {
    Path trial = directory.resolve(hash);
    Optional<Rung> rung = rung(hash);
    if (rung.isEmpty() || !isAsWritten(hash, CHECKPOINT)) {
      return Optional.empty();
    }
    Map<String, float[]> state = WeightsFile.read(trial.resolve(CHECKPOINT));
    return Optional.of(new TrainingCheckpoint(rung.get().history(), state));
  }

  /** Removes the checkpoint of a trial that does not go on; its figures stay. */
  public void dropCheckpoint(String hash) throws IOException {
    Files.deleteIfExists(directory.resolve(hash).resolve(CHECKPOINT));
  }

  /** The record of a trial that is finished and undamaged. */
  public Optional<Entry> find(String hash) throws IOException {
    Path trial = directory.resolve(hash);
    if (!Files.exists(trial) || Files.exists(trial.resolve(FAILURE))) {
      return Optional.empty();
    }
    if (!Files.exists(trial.resolve(RECORD))) {
      return Files.exists(trial.resolve(RUNG)) || Files.exists(trial.resolve(ANSWERS))
          ? Optional.empty()
          : damaged(hash, RECORD, "is missing");
    }
    Optional<Entry> found = record(hash);
    return found.isEmpty() || isAsWritten(hash, LOGITS)
        ? found
        : damaged(hash, LOGITS, "is missing or not what was written");
  }

  /** The same for who wants nothing but the record: of the trial's files no other is checked. */
  Optional<Entry> record(String hash) throws IOException {
    return read(hash, RECORD, Entry.class);
  }

  /** Removes a trial's directory if nothing in it can be used. */
  void removeDamaged(String hash) throws IOException {
    if (Files.exists(directory.resolve(hash)) && !holds(hash)) {
      remove(hash);
    }
    damaged.remove(hash);
  }

  /** All finished and undamaged trials by their hashes. */
  public Map<String, Entry> entries() throws IOException {
    List<Path> trials;
    try (Stream<Path> entries = Files.list(directory)) {
      trials =
          entries
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
    }
    Map<String, Entry> found = new LinkedHashMap<>();
    for (Path trial : trials) {
      String hash = trial.getFileName().toString();
      find(hash).ifPresent(entry -> found.put(hash, entry));
    }
    return found;
  }

  /** Whether there is anything undamaged of a trial. */
  boolean holds(String hash) throws IOException {
    return find(hash).isPresent()
        || failure(hash).isPresent()
        || rung(hash).isPresent()
        || answers(hash).isPresent();
  }

  /** Adds a finished trial. */
  public Entry add(String hash, TrialName name, TrialResult result) throws IOException {
    float[][] logits = result.logits();
    add(
        hash,
        files -> {
          Files.write(files.resolve(LOGITS), bytes(logits));
          WeightsFile.write(files.resolve(WEIGHTS), result.weights());
          Entry entry =
              new Entry(
                  name,
                  result.history(),
                  logits.length,
                  logits[0].length,
                  ContentHash.ofFile(files.resolve(LOGITS)),
                  ContentHash.ofFile(files.resolve(WEIGHTS)),
                  result.seconds());
          write(files.resolve(RECORD), entry);
        });
    return find(hash).orElseThrow(() -> new IOException(hash + " vanished"));
  }

  private static void write(Path file, Record content) throws IOException {
    Files.writeString(file, RecordsJson.indented(content), StandardCharsets.UTF_8);
  }

  private void add(String hash, AtomicFiles.DirectoryContent content) throws IOException {
    AtomicFiles.writeDirectory(
        directory.resolve(hash),
        files -> {
          content.writeTo(files);
          ChecksumFile.write(files);
        });
  }

  /** Logits of every document, [documents][outputs]. */
  public float[][] logits(String hash, Entry entry) throws IOException {
    return logits(hash, entry.documents(), entry.outputs());
  }

  private float[][] logits(String hash, int count, int outputs) throws IOException {
    FloatBuffer values =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(hash).resolve(LOGITS)))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[][] rows = new float[count][outputs];
    for (float[] row : rows) {
      values.get(row);
    }
    return rows;
  }

  /** Whether a finished trial still has its weights, undamaged. */
  public boolean hasWeights(String hash) throws IOException {
    return isAsWritten(hash, WEIGHTS);
  }

  /** Where the weights of a trial are. */
  public Path weightsFile(String hash) {
    return directory.resolve(hash).resolve(WEIGHTS);
  }

  /** The best weights of a finished trial by parameter name. */
  public Map<String, float[]> weights(String hash) throws IOException {
    return WeightsFile.read(weightsFile(hash));
  }

  /** Removes the weights of trials that no model needs; their figures stay. */
  public void dropWeights(List<String> hashes) throws IOException {
    for (String hash : hashes) {
      Files.deleteIfExists(weightsFile(hash));
    }
  }

  /** Removes a trial; at no moment is half of one to be seen. */
  public void remove(String hash) throws IOException {
    AtomicFiles.deleteAtOnce(directory.resolve(hash));
  }

  private static byte[] bytes(float[][] rows) {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length == 0 ? 0 : rows.length * rows[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }
}
