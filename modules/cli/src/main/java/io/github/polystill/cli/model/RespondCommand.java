package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.ClusterOptions;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.distillation.ResponsesFormat;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.export.RemoteTeacher;
import io.github.polystill.experiments.export.RespondingTeacher;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.serving.text.InputFormat;
import io.github.polystill.serving.text.InputText;
import io.github.polystill.serving.text.InputTexts;
import io.github.polystill.serving.text.TextStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill respond}. */
@Command(
    name = "respond",
    description = {
      "Write what a run's teacher answers to any texts.",
      "The answers are probabilities, one for each text and label, in the form that teacher.responses"
          + " reads. A text is named by its id, or where its file has none, by its line, as the"
          + " documents of a corpus are. Texts are read, answered and written as a stream."
    },
    footer = {
      "",
      "Examples:",
      "  polystill respond runs/cmdd --texts more.txt --to answers.csv",
      "  polystill respond runs/cmdd --architecture han --fold 2 --texts corpus.jsonl --to answers.jsonl",
      "  polystill respond runs/cmdd --texts table.csv --text-field article --id-field number --format jsonl",
      "  polystill respond /shared/runs/cmdd --texts millions.txt.xz --to answers.csv.gz --spark"
          + " spark://master:7077"
    })
public final class RespondCommand extends AbstractCommand {
  @Parameters(paramLabel = "RUN", description = "Run directory.")
  Path run;

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      required = true,
      description =
          "A corpus, with or without labels, or a text per line; plain or compressed with gzip, bzip2"
              + " or xz.")
  Path texts;

  @Option(
      names = "--text-field",
      paramLabel = "FIELD",
      defaultValue = "text",
      description = "Field or column of the text in JSON, CSV and TSV (default: ${DEFAULT-VALUE}).")
  String textField;

  @Option(
      names = "--id-field",
      paramLabel = "FIELD",
      description = "Field or column of the id there (default: id, if there is one).")
  Optional<String> idField = Optional.empty();

  @Option(
      names = "--architecture",
      paramLabel = "A",
      completionCandidates = ExportCommand.Architectures.class,
      description = "Architecture of the teacher (default: the run's, if there is one only).")
  Optional<String> architecture = Optional.empty();

  @Option(
      names = "--fold",
      paramLabel = "K",
      description = "Fold, counted from 0 (default: the first that was run).")
  Optional<Integer> fold = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = {
        "File to write (default: standard output); one that is there is replaced.",
        "A name that ends in .gz, .bz2 or .xz is compressed."
      })
  Optional<Path> to = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or jsonl (default: by the name of --to, else csv).")
  Optional<ResponsesFormat> format = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that answer (default: one per core).")
  int threads = cores();

  /** Enough for what a task costs beside its work. */
  private static final int TEXTS_OF_A_TASK = 1024;

  @Mixin ClusterOptions cluster;

  /** Writes answers as they come. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sink(
      Writer out, ResponsesFormat format, StatusLine status, long start, long[] count)
      implements TextStream.Sink {
    @Override
    public void write(InputText text, TextAnswer answer) throws IOException {
      long place = text.number() > 0 ? text.number() : text.line();
      String id = text.id().map(it -> it.asText()).orElse(Long.toString(place));
      out.write(format.line(id, answer.names(), answer.prediction().probabilities()));
      count[0]++;
    }

    @Override
    public boolean flush() {
      status.show(
          false,
          time ->
              String.format(
                  Locale.ROOT,
                  "%,d texts | %,.0f texts/s",
                  count[0],
                  count[0] / ((time - start) / 1e9)));
      return !(out instanceof PrintWriter printer && printer.checkError());
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--threads", threads);
    CompressedFile.open(texts, 1).close(); // before the model is loaded
    InputFormat input = InputFormat.of(texts, textField);
    RunDirectory directory = RunDirectory.existing(run);
    Experiment experiment = directory.experiment();
    ModelKey teacher = teacher(directory, experiment);
    ResponsesFormat output = format.orElseGet(this::formatByName);
    if (to.isEmpty()) {
      respond(directory, experiment, teacher, input, output, out());
      return 0;
    }
    if (Files.exists(to.get()) && Files.isSameFile(to.get(), texts)) {
      throw wrongUse("--to is the file of --texts; give another");
    }
    AtomicFiles.writeOutput(
        to.get(),
        stored -> {
          try (Writer writer =
              new BufferedWriter(
                  new OutputStreamWriter(
                      CompressedOutput.over(stored, to.get()), StandardCharsets.UTF_8))) {
            respond(directory, experiment, teacher, input, output, writer);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
          }
        });
    return 0;
  }

  private void respond(
      RunDirectory directory,
      Experiment experiment,
      ModelKey teacher,
      InputFormat input,
      ResponsesFormat output,
      Writer writer)
      throws IOException, InterruptedException {
    InputTexts.Fields fields = new InputTexts.Fields(textField, idField);
    long written;
    try (StatusLine status = StatusLine.of(err());
        InputTexts source =
            InputTexts.open(CompressedFile.open(texts), texts.toString(), input, fields);
        Answering answering = answering(directory, experiment, teacher)) {
      writer.write(output.header(answering.labels()));
      Sink sink = new Sink(writer, output, status, System.nanoTime(), new long[1]);
      written = answering.stream().run(source::next, sink);
    }
    if (written == 0) {
      throw new InvalidInputException(texts + ": has no text; write one per line");
    }
    log(
        count(written, "text")
            + " answered by the "
            + teacher.kind()
            + " of fold "
            + teacher.fold());
  }

  /** What answers, and how texts are sent to it. */
  private record Answering(List<String> labels, TextStream stream) implements AutoCloseable {
    @Override
    public void close() {
      stream.model().close();
    }
  }

  private Answering answering(RunDirectory directory, Experiment experiment, ModelKey teacher)
      throws IOException {
    Optional<Cluster.Connection> executors = cluster.connect();
    if (executors.isEmpty()) {
      RespondingTeacher model = RespondingTeacher.of(directory, experiment, teacher);
      return new Answering(model.labels(), new TextStream(model, threads, false));
    }
    try {
      RemoteTeacher model = new RemoteTeacher(executors.get(), directory, teacher);
      int tasks = executors.get().callsAtOnce();
      return new Answering(model.labels(), new TextStream(model, tasks, false, TEXTS_OF_A_TASK));
    } catch (RuntimeException e) {
      executors.get().close();
      throw e;
    }
  }

  private ModelKey teacher(RunDirectory directory, Experiment experiment) throws IOException {
    List<String> teachers =
        directory.models().stream()
            .filter(it -> it.training() == TrainingRow.TEACHER)
            .map(TrainedModel::architecture)
            .distinct()
            .toList();
    if (architecture.isEmpty() && teachers.size() != 1) {
      throw InvalidInputException.of(
          "%s has %s; choose with `architecture`",
          run, teachers.isEmpty() ? "no teacher" : "teachers of " + String.join(", ", teachers));
    }
    return ModelKey.of(
        fold.orElse(experiment.folds().run().get(0)),
        architecture.orElseGet(() -> teachers.get(0)),
        TrainingRow.TEACHER);
  }

  private ResponsesFormat formatByName() {
    return to.map(Path::toString)
        .flatMap(CorpusFormat::typeByName)
        .filter(type -> type == CorpusFormat.FileType.JSONL)
        .map(type -> ResponsesFormat.JSONL)
        .orElse(ResponsesFormat.CSV);
  }
}
