package io.github.polystill.models.tensorboard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.WallClock;
import io.github.polystill.models.TfRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * The event file of one training: some numbers per step, steps counted from 1. A directory holds
 * one such file. What is in it always is a whole beginning of one training: what another training,
 * or one that was killed, has left there is replaced, so no step is twice or missing.
 *
 * @param directory of its file, which TensorBoard shows as a run
 * @param training tells it from other trainings of the same name; letters and digits
 */
public record ScalarEvents(Path directory, String training) {
  private static final String PREFIX = "events.out.tfevents.";
  private static final String VERSION = "brain.Event:2";

  /**
   * Makes the file hold these steps and no more, so that a training can go on after them.
   *
   * @param steps numbers by tag of each step
   */
  public void startAfter(List<Map<String, Double>> steps) throws IOException {
    if (lastStep() != steps.size()) {
      replace(steps);
    }
  }

  /** Makes the file hold these steps, where it does not hold them and perhaps more. */
  public void holdAtLeast(List<Map<String, Double>> steps) throws IOException {
    if (lastStep() < steps.size()) {
      replace(steps);
    }
  }

  /** The last step that the training's file holds; -1 where there is no sound file of it alone. */
  private long lastStep() throws IOException {
    List<Path> files = files();
    boolean own =
        files.size() == 1 && files.get(0).getFileName().toString().endsWith("." + training);
    return own ? lastStep(files.get(0)) : -1;
  }

  private void replace(List<Map<String, Double>> steps) throws IOException {
    List<Path> files = files();
    // Another name, because TensorBoard goes on reading a file where it stopped.
    long second = WallClock.now().getEpochSecond();
    Path file = file(second);
    while (files.contains(file)) {
      second++;
      file = file(second);
    }
    for (Path old : files) {
      Files.deleteIfExists(old);
    }
    AtomicFiles.write(
        file,
        out -> {
          out.write(TfRecord.of(event().setFileVersion(VERSION).build().toByteArray()));
          for (int i = 0; i < steps.size(); i++) {
            out.write(record(i + 1, steps.get(i)));
          }
        });
  }

  /**
   * Adds a step to what {@link #startAfter} has made.
   *
   * @param step one more than the last
   */
  public void add(int step, Map<String, Double> numbers) throws IOException {
    List<Path> files = files();
    if (files.size() != 1) {
      throw new IOException(directory + ": expected one event file, not " + files.size());
    }
    // One write, so that a reader sees all of a record or, for a moment, none.
    Files.write(files.get(0), record(step, numbers), StandardOpenOption.APPEND);
  }

  private Path file(long second) {
    return directory.resolve(String.format(Locale.ROOT, "%s%d.%s", PREFIX, second, training));
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  /** The last step of a file whose steps are 1, 2 and so on; -1 where it is damaged. */
  private static long lastStep(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    Optional<byte[]> record = TfRecord.next(bytes);
    if (record.isEmpty()) {
      return -1;
    }
    long last = 0;
    try {
      while (bytes.hasRemaining()) {
        record = TfRecord.next(bytes);
        if (record.isEmpty() || Event.parseFrom(record.get()).getStep() != last + 1) {
          return -1;
        }
        last++;
      }
    } catch (InvalidProtocolBufferException e) {
      return -1;
    }
    return last;
  }

  private static byte[] record(long step, Map<String, Double> numbers) {
    Summary.Builder summary = Summary.newBuilder();
    numbers.forEach(
        (tag, number) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(number.floatValue())));
    return TfRecord.of(event().setStep(step).setSummary(summary).build().toByteArray());
  }

  private static Event.Builder event() {
    return Event.newBuilder().setWallTime(WallClock.now().toEpochMilli() / 1000.0);
  }
}
