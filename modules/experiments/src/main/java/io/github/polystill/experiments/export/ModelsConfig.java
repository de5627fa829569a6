package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InputFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that tell TF Serving of several models, beside the models' directories: {@value
 * #MODELS} lists them and is added to, {@value #BATCHING} is an example of how requests are served
 * together, written once. Both are text-format protocol buffers that their owner may edit.
 */
final class ModelsConfig {
  static final String MODELS = "models.config";
  static final String BATCHING = "batching.config";

  private static final String BATCHING_EXAMPLE =
      """
      # Serves requests together: --enable_batching --batching_parameters_file=/models/batching.config
      # A request waits for others at most this long, and for so many rows.
      max_batch_size { value: 32 }
      batch_timeout_micros { value: 2000 }
      num_batch_threads { value: 2 }
      max_enqueued_batches { value: 100 }
      # Requests of different numbers of tokens come together only where rows are padded, for which TF
      # Serving repeats the first element of each tensor: let a request's first token be "" (of
      # token_ids: 0), which is no word to polystill's models wherever it stands. Or leave this out and
      # pad all requests to one length.
      pad_variable_length_inputs: true
      """;

  private static final String LOCK = ".models.config.lock";
  private static final Pattern STRING_OR_COMMENT =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|#[^\n]*");

  private final Path model;

  /** The files of a model's neighbours. */
  ModelsConfig(Path model) {
    this.model = model.toAbsolutePath().normalize();
  }

  /** The name of a model in TF Serving: that of its directory. */
  static String name(Path model) {
    return model.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Adds the model where it is not listed yet; others that export meanwhile are waited for. */
  void write() throws IOException {
    // A lock of a file keeps other processes out, but not other threads of this one.
    synchronized (ModelsConfig.class) {
      Path file = model.resolveSibling(LOCK);
      InputFile.requireRegular(file);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException(file + " cannot be locked");
        }
        add();
      }
    }
  }

  private void add() throws IOException {
    Path batching = model.resolveSibling(BATCHING);
    if (Files.notExists(batching)) {
      AtomicFiles.writeString(batching, BATCHING_EXAMPLE);
    }
    Path models = model.resolveSibling(MODELS);
    String before =
        Files.exists(models)
            ? new String(InputFile.bytes(models), StandardCharsets.UTF_8)
            : "# tensorflow_model_server --model_config_file=/models/models.config\nmodel_config_list {\n}\n";
    String name = quoted(name(model));
    String code = withoutComments(before);
    if (Pattern.compile("\\bname\\s*:\\s*" + Pattern.quote(name)).matcher(code).find()) {
      return;
    }
    int end = code.lastIndexOf('}');
    if (end < 0) {
      return; // somebody else's, in a form that is not ours to change
    }
    String entry =
        "  config {\n    name: "
            + name
            + "\n    base_path: "
            + quoted("/models/" + name(model))
            + "\n    model_platform: \"tensorflow\"\n  }\n";
    AtomicFiles.writeString(models, before.substring(0, end) + entry + before.substring(end));
  }

  /** Blanks in place of comments, so that all else stays where it is. */
  private static String withoutComments(String text) {
    return STRING_OR_COMMENT
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group().startsWith("#")
                        ? " ".repeat(found.group().length())
                        : found.group()));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
