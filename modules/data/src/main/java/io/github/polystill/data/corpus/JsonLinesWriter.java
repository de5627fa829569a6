package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a corpus as JSON Lines that {@link CorpusReader} reads back as it was: {@code id}, {@code
 * text}, {@code labels} and, where there is one, {@code group}. UTF-8 without byte order mark, only
 * what JSON demands is escaped, every line ends in one line feed.
 */
public final class JsonLinesWriter {
  private JsonLinesWriter() {}

  /** Writes a file that appears whole or not at all and replaces what is there. */
  public static void write(Path file, List<Document> documents) throws IOException {
    write(file, documents, Optional.empty());
  }

  /**
   * The same with the part of each document.
   *
   * @param partField field for it; empty to leave it out
   */
  public static void write(Path file, List<Document> documents, Optional<String> partField)
      throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    AtomicFiles.writeOutput(
        file,
        out -> {
          try (JsonGenerator generator = factory.createGenerator(out, JsonEncoding.UTF8)) {
            generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            for (Document document : documents) {
              writeDocument(generator, document, partField);
            }
            generator.writeRaw('\n');
          }
        });
  }

  private static void writeDocument(
      JsonGenerator generator, Document document, Optional<String> partField) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("id", document.id());
    generator.writeStringField("text", document.text());
    generator.writeArrayFieldStart("labels");
    for (String label : document.labels()) {
      generator.writeString(label);
    }
    generator.writeEndArray();
    if (document.group().isPresent()) {
      generator.writeStringField("group", document.group().get());
    }
    if (partField.isPresent() && document.part().isPresent()) {
      generator.writeStringField(partField.get(), document.part().get());
    }
    generator.writeEndObject();
  }
}
