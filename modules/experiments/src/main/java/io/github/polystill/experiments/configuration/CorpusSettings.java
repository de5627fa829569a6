package io.github.polystill.experiments.configuration;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.PartField;
import io.github.polystill.data.folds.OwnFolds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Where the documents come from; exactly one of {@code path}, {@code generate} and, both together,
 * {@code train} and {@code test} is there.
 *
 * @param path file of the corpus
 * @param split field with the part of the corpus' own split
 * @param train file of the training part, where each part has its own
 * @param validation that of the validation part; empty where it is dealt
 * @param test that of the test part
 * @param generate a synthetic corpus instead of a file
 * @param format of the file; by its extension where empty
 * @param id name of the field with the document's id
 * @param text name of the field with the text
 * @param labels name of the field with the labels
 * @param group name of the field with the group; a file need not have it
 * @param labelSeparator between the labels of a CSV field
 * @param labelColumns CSV columns of 0 and 1, one per label, instead of the labels field
 * @param minLabelCount labels of fewer documents are dropped
 * @param skipInvalid whether bad records are counted and left out instead of ending the run
 */
public record CorpusSettings(
    Optional<String> path,
    Optional<String> split,
    Optional<String> train,
    Optional<String> validation,
    Optional<String> test,
    Optional<GeneratedCorpus> generate,
    Optional<CorpusFormat.FileType> format,
    String id,
    String text,
    String labels,
    String group,
    String labelSeparator,
    List<String> labelColumns,
    int minLabelCount,
    boolean skipInvalid) {

  /** The same with its files elsewhere; told the key and the path of each. */
  CorpusSettings withFiles(BinaryOperator<String> elsewhere) {
    return new CorpusSettings(
        path.map(it -> elsewhere.apply("corpus.path", it)),
        split,
        train.map(it -> elsewhere.apply("corpus.train", it)),
        validation.map(it -> elsewhere.apply("corpus.validation", it)),
        test.map(it -> elsewhere.apply("corpus.test", it)),
        generate,
        format,
        id,
        text,
        labels,
        group,
        labelSeparator,
        labelColumns,
        minLabelCount,
        skipInvalid);
  }

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
}
