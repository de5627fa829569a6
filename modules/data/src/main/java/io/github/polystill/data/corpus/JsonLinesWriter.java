package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Writes a corpus as JSON Lines that {@link CorpusReader} reads back as it was: {@code id}, {@code
 * text}, {@code labels} and, where there is one, {@code group}. UTF-8 without byte order mark, only
 * what JSON demands is escaped, every line ends in one line feed.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class JsonLinesWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

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
    AtomicFiles.writeOutput(
        file,
        out -> {
          for (Document document : documents) {
            out.write(JSON.writeValueAsBytes(object(document, partField)));
            out.write('\n');
          }
        });
  }

  private static ObjectNode object(Document document, Optional<String> partField) {
    ObjectNode object = JSON.createObjectNode();
    object.put("id", document.id()).put("text", document.text());
    ArrayNode labels = object.putArray("labels");
    document.labels().forEach(labels::add);
    document.group().ifPresent(group -> object.put("group", group));
    if (partField.isPresent()) {
      document.part().ifPresent(part -> object.put(partField.get(), part));
    }
    return object;
  }
}
