package io.github.polystill.experiments.configuration;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.PartField;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.models.Key;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the documents come from; exactly one of {@code path}, {@code generate} and, both together,
 * {@code train} and {@code test} is there.
 */
public record CorpusSettings(
    @Key(
            "Corpus file; a relative path is looked up in the current directory, then in that of"
                + " the experiment file.")
        @Key.Text("the path of a file")
        Optional<String> path,
    @Key(
            "Field with the part of the corpus' own split: `train`, `validation` (or `dev`,"
                + " `valid`, `val`), `test`. It is the only fold, number 0; without a validation"
                + " part, `folds.validation` of the training part is held out.")
        @Key.Text("the name of a field")
        @Key.Otherwise("folds are dealt")
        Optional<String> split,
    @Key(
            "File of the training part, where the parts of the corpus' own split are files of their"
                + " own; looked up as `path` is.")
        @Key.Text("the path of a file")
        Optional<String> train,
    @Key("File of the validation part.")
        @Key.Text("the path of a file")
        @Key.Otherwise("dealt from `train`")
        Optional<String> validation,
    @Key("File of the test part.") @Key.Text("the path of a file") Optional<String> test,
    @Key("A synthetic corpus instead of a file.") Optional<Generated> generate,
    @Key("How the file is written.") @Key.Otherwise("by extension and content")
        Optional<CorpusFormat.FileType> format,
    @Key("Field with the document's id; where a file has no `id`, the number of the line.")
        @Key.Text("the name of a field")
        @Key.Otherwise("id")
        String id,
    @Key("Field with the text.") @Key.Text("the name of a field") @Key.Otherwise("text")
        String text,
    @Key(
            "Field with the labels: a list, or names with `labelSeparator` between them; of Label"
                + " Studio, the name of the control.")
        @Key.Text("the name of a field")
        @Key.Otherwise("labels")
        String labels,
    @Key("Field with the group, if the file has it; documents of one group stay in one fold.")
        @Key.Text("the name of a field")
        @Key.Otherwise("group")
        String group,
    @Key("Between labels in a cell or string.")
        @Key.Text(value = "a separator such as \";\"", matching = "(?s).+")
        @Key.Otherwise("\";\"")
        String labelSeparator,
    @Key(
            value = "Columns or fields of 0 and 1, one per label, instead of the `labels` field.",
            plural = "columns",
            mayBeEmpty = true)
        @Key.Text("the name of a field")
        @Key.Otherwise("[]")
        List<String> labelColumns,
    @Key("Labels of fewer documents are dropped and reported.") @Key.Otherwise("1")
        int minLabelCount,
    @Key(
            value =
                "Share of each training part whose labels are used, stratified; the teacher's"
                    + " answers alone are learnt of the others. Shows what few labels and many"
                    + " texts give.",
            below = 1)
        @Key.Otherwise("all have labels")
        Optional<Double> labelledShare,
    @Key("Skip and count bad records instead of stopping at them.") @Key.Otherwise("false")
        boolean skipInvalid) {

  /** The files of the parts, in the order in which they are read; empty where there is one. */
  public Map<String, Path> partFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    train.ifPresent(file -> files.put(OwnFolds.TRAIN, Path.of(file)));
    validation.ifPresent(file -> files.put(OwnFolds.VALIDATION, Path.of(file)));
    test.ifPresent(file -> files.put(OwnFolds.TEST, Path.of(file)));
    return files;
  }

  /** All files of the corpus; none where it is generated. */
  public List<Path> files() {
    return path.map(file -> List.of(Path.of(file))).orElse(List.copyOf(partFiles().values()));
  }

  /** Whether the corpus brings its own split, so that there is one fold. */
  public boolean hasOwnSplit() {
    return split.isPresent() || train.isPresent();
  }

  /** What messages call the corpus: its file, or the first of them. */
  public String name() {
    return path.or(() -> train).orElse("the generated corpus");
  }

  /** How a file is laid out. */
  public CorpusFormat fileFormat() {
    return new CorpusFormat(
        format,
        id,
        text,
        labels,
        group,
        labelSeparator,
        labelColumns,
        split.map(field -> new PartField(field, PartField.Kind.SPLIT)));
  }

  /** A synthetic corpus. */
  public record Generated(
      @Key("Which one: `health` is Traditional-Chinese health advice.")
          @Key.OneOf("health")
          @Key.Otherwise("health")
          String corpus,
      @Key(value = "How many documents.", atLeast = 10) @Key.Otherwise("2724") int documents,
      @Key("Seed of the generator; not the experiment's, so other seeds see the same corpus.")
          @Key.Otherwise("1")
          long seed) {}
}
