package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.serving.client.Endpoint;
import io.github.polystill.serving.client.EndpointTextModel;
import io.github.polystill.serving.text.InputFormat;
import io.github.polystill.serving.text.InputText;
import io.github.polystill.serving.text.InputTexts;
import io.github.polystill.serving.text.TextStream;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill predict}. */
@Command(
    name = "predict",
    description = {
      "Predict the labels of texts with an exported model.",
      "Prints a table for --text, and for a file or standard input a JSON object per text, on a line"
          + " of its own: the text's line, in a JSON array its number (record), its id where it has"
          + " one, the labels, the probabilities, how many tokens the model was too short for and how many it does not"
          + " know, and a warning where it knows less than half of them. A text of which it knows no"
          + " word gets no label. Texts are read, predicted and written as a stream."
    },
    footer = {
      "",
      "Examples:",
      "  polystill predict savedmodels/cmdd --text 咳嗽三天，有點發燒",
      "  polystill predict savedmodels/cmdd --text 咳嗽三天，有點發燒 --attention",
      "  polystill predict savedmodels/cmdd/1 --file texts.jsonl --top 3 > labels.jsonl",
      "  polystill predict savedmodels/cmdd --file table.csv --text-field article --id-field number",
      "  zcat texts.txt.gz | polystill predict savedmodels/cmdd --attention-html why.html",
      "  polystill predict savedmodels/cmdd --file texts.txt --endpoint http://localhost:8501/v1/models/cmdd"
    })
public final class PredictCommand extends AbstractCommand {
  @Mixin ServedModelOptions model;

  @Mixin TimeoutOption timeout;

  @ArgGroup(multiplicity = "0..1")
  Source source = new Source();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "lines: a text per line, blank lines are skipped; jsonl: a JSON object per line, or an array"
            + " of them; csv and tsv: a row per text below a header; fasttext and libmultilabel:"
            + " their lines, without the labels",
        "(default: by the file's extension and content, else lines)."
      })
  Optional<InputFormat> format = Optional.empty();

  @Option(
      names = "--text-field",
      paramLabel = "FIELD",
      description = "Field or column of the text in JSON, CSV and TSV (default: text).")
  Optional<String> textField = Optional.empty();

  @Option(
      names = "--id-field",
      paramLabel = "FIELD",
      description = "Field or column of the id there (default: id, if there is one).")
  Optional<String> idField = Optional.empty();

  @Option(names = "--json", description = "Print JSON for --text as well.")
  boolean json;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Give the K most probable labels alone, those first (default: all).")
  int top = Integer.MAX_VALUE;

  @Option(
      names = "--attention",
      description =
          "Show which words the model looked at, if it is han or gru-att: as background colours on a"
              + " terminal, in JSON as the weight of each token.")
  boolean attention;

  @Option(
      names = "--attention-html",
      paramLabel = "FILE",
      description = "Write the same as a page for a browser; a file that is there is replaced.")
  Optional<Path> html = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = {
        "Let a TF Serving compute, such as http://localhost:8501/v1/models/cmdd.",
        "It must serve the same MODEL, which is still needed to cut texts into words."
      })
  Optional<String> endpoint = Optional.empty();

  @Option(
      names = "--threshold",
      paramLabel = "X",
      converter = ServedModelOptions.Threshold.class,
      description = "One threshold for all labels in place of the model's, a number in 0..1.")
  Optional<Double> threshold = Optional.empty();

  /** Where the texts come from: one of two, or standard input. */
  static final class Source {
    @Option(names = "--text", paramLabel = "TEXT", description = "A text; repeatable.")
    List<String> texts = List.of();

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description =
            "UTF-8 file, plain or compressed with gzip, bzip2 or xz; - or nothing for standard input.")
    Path file = Path.of("-");

    boolean isStdin() {
      return file.toString().equals("-");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--top", top);
    requireAtLeast(1, "--threads", model.threads);
    requireAtLeast(1, "--timeout", timeout.seconds);
    requireTexts();
    try (TextModel asked = open()) {
      if (html.isEmpty()) {
        predict(asked, Optional.empty());
      } else {
        AtomicFiles.writeOutput(
            html.get(),
            out -> {
              try (Writer page = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                predict(asked, Optional.of(new AttentionPage(page)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
              }
            });
      }
    }
    return 0;
  }

  private TextModel open() throws IOException {
    return endpoint.isPresent()
        ? new EndpointTextModel(
            Endpoint.of(endpoint.get()), ModelText.read(model.directory, model.segmenterModel))
        : TextClassifier.load(model.directory, timeout.longestCall(), model.segmenterModel);
  }

  private void predict(TextModel asked, Optional<AttentionPage> page)
      throws IOException, InterruptedException {
    TextStream stream = new TextStream(asked, model.threads, attention || page.isPresent());
    PredictionSink sink =
        new PredictionSink(
            out(),
            !source.texts.isEmpty() && !json,
            top,
            threshold,
            attention ? Optional.of(AttentionColours.ofStdout()) : Optional.empty(),
            page);
    if (source.texts.isEmpty()) {
      predictFile(stream, sink);
    } else {
      Iterator<String> texts = source.texts.iterator();
      stream.run(
          () -> texts.hasNext() ? Optional.of(InputText.of(texts.next())) : Optional.empty(), sink);
    }
    if (page.isPresent()) {
      page.get().end();
    }
    sink.remarks().forEach(this::log);
  }

  private void predictFile(TextStream stream, PredictionSink sink)
      throws IOException, InterruptedException {
    String name = source.isStdin() ? "standard input" : source.file.toString();
    InputTexts.Fields fields = new InputTexts.Fields(textField.orElse("text"), idField);
    InputStream in =
        source.isStdin()
            ? new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16)
            : CompressedFile.open(source.file);
    if (format.isEmpty()) {
      recognised(name, InputFormat.of(in, fields.text()));
      requireFields();
    }
    long written;
    try (InputTexts texts = InputTexts.open(in, name, format.get(), fields)) {
      written = stream.run(texts::next, sink);
    }
    if (written == 0) {
      throw new InvalidInputException(name + ": has no text; write one per line");
    }
  }

  private boolean namesFields() {
    return textField.isPresent() || idField.isPresent();
  }

  private void recognised(String name, InputFormat content) {
    InputFormat named = InputFormat.of(name);
    format = Optional.of(namesFields() && !content.hasFields() ? named : content);
    if (format.get() != named) {
      log(
          name
              + ": read as "
              + format.get().name().toLowerCase(Locale.ROOT)
              + (format.get().hasFields() ? "" : ", without the labels")
              + "; --format lines classifies whole lines");
    }
  }

  private void requireFields() {
    if (namesFields() && !format.filter(InputFormat::hasFields).isPresent()) {
      throw wrongUse(
          "--text-field and --id-field are for JSON, CSV and TSV; give such a --file or --format");
    }
  }

  private void requireTexts() throws IOException {
    if (format.isPresent() && !source.texts.isEmpty()) {
      throw wrongUse("--format is of a file; leave it out with --text");
    }
    boolean ofFile = source.texts.isEmpty() && !source.isStdin();
    if (ofFile) {
      CorpusReader.requireTextInside(source.file);
    }
    if (ofFile && format.isEmpty()) {
      recognised(source.file.toString(), InputFormat.of(source.file, textField.orElse("text")));
    }
    if (ofFile || !source.texts.isEmpty() || format.isPresent()) {
      requireFields();
    }
    for (String text : source.texts) {
      if (text.isBlank()) {
        throw new InvalidInputException("--text is blank; give the text to classify");
      }
      if (text.indexOf('\uFFFD') >= 0) {
        throw new InvalidInputException(
            "--text did not arrive as Unicode; set LC_ALL=C.UTF-8 or use --file");
      }
    }
    if (ofFile) {
      CompressedFile.open(source.file, 1).close(); // before the model is loaded
    }
  }
}
