package io.github.polystill.cli.command;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.run.Cluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The same command for each of many files: one after the other here, or side by side on a cluster.
 * A file that cannot be read does not keep the others from being done.
 *
 * @param spec the command
 * @param directory where the files of results go
 * @param name of such a file by that of the input
 * @param force whether one that is there is replaced
 */
public record ManyFiles(
    CommandSpec spec, Path directory, UnaryOperator<String> name, boolean force) {
  /** Options that are not those of the command for one file. */
  private static final Set<String> OWN = Set.of("--out", "--spark", "--force");

  /** What the command of one file came to. */
  private record Outcome(int exitCode, String out, String err) implements Serializable {}

  private record FileTask(Class<?> program, ArrayList<String> arguments)
      implements Cluster.Task<Outcome> {
    @Override
    public Outcome call() throws IOException {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      try {
        Program fresh = (Program) program.getDeclaredConstructor().newInstance();
        int exitCode =
            fresh
                .commandLineFor(new PrintWriter(out), new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Outcome(exitCode, out.toString(), err.toString());
      } catch (ReflectiveOperationException e) {
        throw new IOException(e);
      }
    }
  }

  /**
   * Does it.
   *
   * @return exit code: the highest of all
   */
  public int run(List<Path> files, ClusterOptions cluster)
      throws IOException, InterruptedException {
    List<FileTask> tasks = tasks(files, cluster.master().isPresent());
    Files.createDirectories(directory);
    try (Cluster.Connection connection = cluster.connect().orElse(null)) {
      return run(files, tasks, Optional.ofNullable(connection));
    }
  }

  private int run(List<Path> files, List<FileTask> tasks, Optional<Cluster.Connection> cluster)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            cluster.map(Cluster.Connection::callsAtOnce).orElse(1),
            work -> new Thread(work, "polystill-file"));
    List<String> problems = new ArrayList<>();
    int highest = 0;
    try (StatusLine status = StatusLine.of(err)) {
      long start = System.nanoTime();
      AtomicInteger done = new AtomicInteger();
      List<Future<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        FileTask task = tasks.get(i);
        String file = files.get(i).toString();
        outcomes.add(
            threads.submit(
                () -> {
                  Outcome outcome =
                      cluster.isPresent() ? cluster.get().call(file, task) : task.call();
                  int count = done.incrementAndGet();
                  status.show(false, time -> progress(count, tasks.size(), (time - start) / 1e9));
                  return outcome;
                }));
      }
      for (Future<Outcome> submitted : outcomes) {
        Outcome outcome = result(submitted);
        spec.commandLine().getOut().print(outcome.out());
        spec.commandLine().getOut().flush();
        highest = Math.max(highest, outcome.exitCode());
        if (outcome.exitCode() != 0) {
          problems.add(outcome.err().strip());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    problems.forEach(err::println);
    if (!problems.isEmpty()) {
      err.printf(
          Locale.ROOT, "%,d of %,d files are done%n", tasks.size() - problems.size(), tasks.size());
    }
    return highest;
  }

  private static String progress(int done, int all, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d/%,d files | ETA %s",
        done,
        all,
        StatusLine.duration(seconds / done * (all - done)));
  }

  private static Outcome result(Future<Outcome> submitted) throws InterruptedException {
    try {
      return submitted.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException cause) {
        throw cause; // such as another version on the executors, with which no file gets done
      }
      return new Outcome(1, "", "polystill: " + e.getCause().getMessage());
    }
  }

  private List<FileTask> tasks(List<Path> files, boolean elsewhere) throws IOException {
    Set<String> names = new HashSet<>();
    List<FileTask> tasks = new ArrayList<>();
    for (Path file : files) {
      Path out = directory.resolve(name.apply(file.getFileName().toString()));
      if (!names.add(out.getFileName().toString())) {
        throw new InvalidInputException(
            out + " would be written twice: files of one name; rename one or do them apart");
      }
      OutputFileOptions.requireFree(out, force, files);
      tasks.add(
          new FileTask(
              spec.root().userObject().getClass(),
              new ArrayList<>(arguments(file, out, elsewhere))));
    }
    return tasks;
  }

  private List<String> arguments(Path file, Path out, boolean elsewhere) {
    List<String> arguments = new ArrayList<>(List.of(spec.qualifiedName().split(" ")));
    arguments.remove(0); // the program
    boolean hasThreads = false;
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!OWN.contains(option.longestName())) {
        hasThreads |= option.longestName().equals("--threads");
        for (String value : option.originalStringValues()) {
          Object converted = option.getValue();
          boolean isPath =
              converted instanceof Path
                  || (converted instanceof Optional<?> given && given.orElse(null) instanceof Path);
          arguments.add(
              option.longestName() + "=" + (isPath ? Path.of(value).toAbsolutePath() : value));
        }
      }
    }
    if (elsewhere && !hasThreads) {
      arguments.add("--threads=1"); // an executor has a task for each of its cores
    }
    arguments.addAll(List.of("--spark=", "--force", "--out=" + out.toAbsolutePath(), "--"));
    arguments.add(file.toAbsolutePath().toString());
    return arguments;
  }
}
