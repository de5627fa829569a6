package io.github.polystill.cli;

import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polystill export}: writes a trained model as a SavedModel. */
@Command(
    name = "export",
    description = "Write a trained model as a SavedModel for TF Serving, to DIR/<next version>/.",
    footer = {
      "",
      "Example:",
      "  polystill export runs/quickstart --architecture textcnn --training teacher --to savedmodels/teacher"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A finished run directory.")
  private Path run;

  @Option(names = "--architecture", required = true, description = "Such as textcnn.")
  private String architecture;

  @Option(names = "--training", required = true, description = "teacher, standalone or distilled.")
  private String training;

  @Option(names = "--fold", description = "Fold to take the model from; default: the first run.")
  private Integer fold;

  @Option(names = "--to", required = true, description = "Directory of the model's versions.")
  private Path to;

  @Override
  public Integer call() throws Exception {
    RunDirectory directory = RunDirectory.existing(run);
    int wanted = fold == null ? directory.experiment().folds().run().get(0) : fold;
    Path version = new ModelExporter(directory).export(architecture, training, wanted, to);
    PrintWriter out = spec.commandLine().getOut();
    out.println(version);
    out.flush();
    return 0;
  }
}
