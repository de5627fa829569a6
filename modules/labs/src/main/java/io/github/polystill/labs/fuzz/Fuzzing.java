package io.github.polystill.labs.fuzz;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.fuzz.FuzzTarget.Seed;
import io.github.polystill.labs.fuzz.Program.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives mutated inputs to all readers, several threads at a time. Which input comes when depends on
 * the seed and the input's number alone.
 */
public final class Fuzzing {
  /** What nobody wants to see in place of a sentence. */
  private static final Pattern UNSAID =
      Pattern.compile(
          "^\\s+at io[.]github|run again with --debug|out of memory|(?<!\\w)\\w{3,40}(Exception|Error)\\b",
          Pattern.MULTILINE);

  /** What changes a terminal: control characters but the tab and the end of a line. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

  /** How the one line of an error begins. */
  private static final String ERROR = "polystill: ";

  /** How the list of problems ends that corpus check writes in place of an error. */
  private static final Pattern FOUND = Pattern.compile("[\\d,]+ records?, .* problems?");

  /** One of so many inputs is as it should be: a reader that refuses all would seem to be safe. */
  private static final int UNDAMAGED = 8;

  private static final long POLL_MILLIS = 100;
  private static final int MOST_HANGS = 20;
  private static final int MOST_FAILURES = 200;

  private final List<FuzzTarget> targets;
  private final Supplier<Program> programs;
  private final long seed;
  private final int inputs;
  private final Path work;
  private final Path failures;
  private final Duration longest;
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final List<Map<Verdict, Integer>> counts;
  private final long[] nanos;
  private int failed;

  /** What can become of an input. */
  private enum Verdict {
    ACCEPTED,
    REFUSED,
    FAULT
  }

  /**
   * Prepares.
   *
   * @param programs a new one for each thread
   * @param work directory for what the readers read
   * @param failures directory for inputs with faults, made where there are any, and for those that
   *     native code is reading
   * @param longest what one input may take
   */
  public Fuzzing(
      FuzzTargets targets,
      Supplier<Program> programs,
      long seed,
      int inputs,
      Path work,
      Path failures,
      Duration longest) {
    this(targets.all(), programs, seed, inputs, work, failures, longest);
  }

  Fuzzing(
      List<FuzzTarget> targets,
      Supplier<Program> programs,
      long seed,
      int inputs,
      Path work,
      Path failures,
      Duration longest) {
    this.targets = targets;
    this.programs = programs;
    this.seed = seed;
    this.inputs = inputs;
    this.work = work;
    this.failures = failures;
    this.longest = longest;
    this.counts = Stream.generate(Fuzzing::none).limit(this.targets.size()).toList();
    this.nanos = new long[this.targets.size()];
  }

  private static Map<Verdict, Integer> none() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
    return counts;
  }

  /** One input while it is being read: either its thread or who watches it says how it ended. */
  private static final class Attempt {
    private final FuzzTarget target;
    private final Seed input;
    private final int number;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();

    Attempt(FuzzTarget target, Seed input, int number) {
      this.target = target;
      this.input = input;
      this.number = number;
    }

    boolean takesMoreThan(Duration longest) {
      return System.nanoTime() - start > longest.toNanos();
    }

    /** Whether it is the caller's to say how it ended. */
    boolean end() {
      return ended.compareAndSet(false, true);
    }
  }

  /**
   * Runs.
   *
   * @param progress hears now and then how many inputs are done
   */
  public FuzzReport run(int threads, IntConsumer progress)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (workers.size() < threads) {
      workers.add(new Worker(workers.size()));
    }
    while (workers.stream().anyMatch(worker -> worker.isAlive() && !worker.hangs)) {
      Thread.sleep(POLL_MILLIS);
      progress.accept(Math.min(next.get(), inputs));
      for (Worker worker : List.copyOf(workers)) {
        Attempt attempt = worker.attempt;
        if (attempt != null && attempt.takesMoreThan(longest) && attempt.end()) {
          record(
              attempt,
              Verdict.FAULT,
              "takes more than " + longest.toSeconds() + " s\n" + worker.stack());
          worker.hangs = true;
          if (workers.size() == threads + MOST_HANGS - 1) {
            next.set(inputs); // no thread of it can be stopped
          }
          workers.add(new Worker(workers.size()));
        }
      }
    }
    for (Worker worker : workers) {
      worker.rethrow();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<FuzzReport.Row> rows = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      Map<Verdict, Integer> count = counts.get(i);
      rows.add(
          new FuzzReport.Row(
              targets.get(i).name(),
              count.values().stream().mapToInt(it -> it).sum(),
              count.get(Verdict.ACCEPTED),
              count.get(Verdict.REFUSED),
              count.get(Verdict.FAULT),
              nanos[i] / 1e9));
    }
    return new FuzzReport(
        seed, inputs, seconds, rows, failed == 0 ? Optional.empty() : Optional.of(failures));
  }

  /**
   * Begins no other input, and waits for the end of those that are being read.
   *
   * @param limit how long
   * @return whether all have ended; else readers that took too long may still write to the
   *     directory
   */
  public boolean end(Duration limit) throws InterruptedException {
    next.set(inputs);
    long end = System.nanoTime() + limit.toNanos();
    for (Worker worker : workers) {
      worker.thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    return workers.stream().noneMatch(Worker::isAlive);
  }

  private synchronized void record(Attempt attempt, Verdict verdict, String said) {
    int row = targets.indexOf(attempt.target);
    counts.get(row).merge(verdict, 1, Integer::sum);
    nanos[row] += System.nanoTime() - attempt.start;
    try {
      if (verdict == Verdict.FAULT && failed++ < MOST_FAILURES) {
        keep(attempt, said);
      } else if (attempt.target.mayEndProcess()) {
        remove(attempt);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path failureOf(Attempt attempt) {
    return failures
        .resolve(attempt.target.name().replace(' ', '-'))
        .resolve(Integer.toString(attempt.number));
  }

  private synchronized void keep(Attempt attempt, String said) throws IOException {
    Path directory = failureOf(attempt);
    AtomicFiles.write(
        directory.resolve(attempt.input.path()), out -> out.write(attempt.input.content()));
    AtomicFiles.writeString(directory.resolve("said.txt"), said);
  }

  private void remove(Attempt attempt) throws IOException {
    Path directory = failureOf(attempt);
    AtomicFiles.deleteRecursively(directory);
    for (Path empty : List.of(directory.getParent(), failures)) {
      try (Stream<Path> entries = Files.list(empty)) {
        if (entries.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(empty);
    }
  }

  /** The input of a number. */
  private Attempt attempt(int number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    int left = random.nextInt(targets.stream().mapToInt(FuzzTarget::share).sum());
    int index = 0;
    while (left >= targets.get(index).share()) {
      left -= targets.get(index).share();
      index++;
    }
    FuzzTarget target = targets.get(index);
    Seed valid = target.seeds().get(random.nextInt(target.seeds().size()));
    Seed other = target.seeds().get(random.nextInt(target.seeds().size()));
    byte[] content =
        random.nextInt(UNDAMAGED) == 0 ? valid.content() : damaged(random, valid, other);
    return new Attempt(target, new Seed(valid.path(), content), number);
  }

  /** Of graphs with more damage than a flipped bit one in sixty reaches TensorFlow. */
  private static byte[] damaged(SplittableRandom random, Seed valid, Seed other) {
    Mutations mutations = new Mutations(random);
    return valid.path().equals(FuzzTargets.GRAPH) && random.nextBoolean()
        ? mutations.flipped(valid.content(), 1)
        : mutations.of(valid.content(), other.content());
  }

  /** Why an outcome is a fault, if it is one. */
  static Optional<String> fault(Outcome outcome) {
    if (outcome.exitCode() < 0 || outcome.exitCode() > 2) {
      return Optional.of("exit code " + outcome.exitCode());
    }
    List<String> lines = outcome.printed().lines().toList();
    List<String> errors = lines.stream().filter(line -> line.startsWith(ERROR)).toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    boolean clear =
        outcome.exitCode() == 0
            ? errors.isEmpty()
            : errors.equals(List.of(last)) || (errors.isEmpty() && FOUND.matcher(last).matches());
    if (!clear) {
      return Optional.of("exit code " + outcome.exitCode() + ", and not one line that says why");
    }
    if (UNSAID.matcher(outcome.printed()).find()) {
      return Optional.of("no sentence of ours");
    }
    if (CONTROL.matcher(outcome.printed()).find()) {
      return Optional.of("control characters");
    }
    return Optional.empty();
  }

  /** Reads one input after the other, in directories of its own. */
  private final class Worker {
    private final Path directory;
    private final Set<FuzzTarget> copied = new HashSet<>();
    private final Program program = programs.get();
    private final Thread thread;
    private volatile Attempt attempt;
    private volatile boolean hangs;
    private volatile Throwable problem;

    Worker(int number) {
      this.directory = work.resolve("worker-" + number);
      this.thread = new Thread(this::work, "polystill-fuzz-" + number);
      thread.setDaemon(true);
      thread.start();
    }

    boolean isAlive() {
      return thread.isAlive();
    }

    String stack() {
      return Arrays.stream(thread.getStackTrace())
          .map(it -> "  at " + it)
          .collect(Collectors.joining("\n"));
    }

    void rethrow() throws IOException {
      if (problem != null) {
        throw new IOException("the test itself failed", problem);
      }
    }

    private void work() {
      try {
        for (int number = next.getAndIncrement();
            number < inputs;
            number = next.getAndIncrement()) {
          Attempt begun = Fuzzing.this.attempt(number);
          Path place = place(begun.target);
          Path file = place.resolve(begun.input.path());
          Files.createDirectories(file.getParent());
          Files.write(file, begun.input.content());
          if (begun.target.mayEndProcess()) {
            keep(begun, "the process ended while it read this\n");
          }
          attempt = begun;
          Outcome outcome = begun.target.reading().of(program, place, file);
          if (!begun.end()) {
            return; // another worker has taken over
          }
          attempt = null;
          Optional<String> fault = fault(outcome);
          record(
              begun,
              fault.isPresent()
                  ? Verdict.FAULT
                  : outcome.exitCode() == 0 ? Verdict.ACCEPTED : Verdict.REFUSED,
              fault.orElse("") + "\n" + outcome.printed());
          restore(begun, file);
        }
      } catch (Throwable e) {
        problem = e;
      }
    }

    private Path place(FuzzTarget target) throws IOException {
      Path place = directory.resolve(Integer.toString(targets.indexOf(target)));
      if (target.base().isPresent() && copied.add(target)) {
        copy(target.base().get(), place);
      }
      return place;
    }

    private void restore(Attempt ended, Path file) throws IOException {
      if (ended.target.base().isPresent()) {
        Files.copy(
            ended.target.base().get().resolve(ended.input.path()),
            file,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    private static void copy(Path from, Path to) throws IOException {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(from)) {
        files = walk.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
