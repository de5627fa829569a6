package io.github.polystill.experiments.configuration;

import io.github.polystill.data.corpus.CorpusFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where the documents come from; exactly one of {@code path} and {@code generate} is there.
 *
 * @param path file of the corpus
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

  /** The same with the file elsewhere. */
  CorpusSettings withPath(Optional<String> other) {
    return new CorpusSettings(
        other,
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

  /** How the file is laid out. */
  public CorpusFormat fileFormat() {
    return new CorpusFormat(
        format, id, text, labels, group, labelSeparator, labelColumns, Optional.empty());
  }
}
