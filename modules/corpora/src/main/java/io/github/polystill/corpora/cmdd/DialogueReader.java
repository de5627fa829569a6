package io.github.polystill.corpora.cmdd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.LabelName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads one file of the corpus. */
final class DialogueReader {
  /** The type of a symptom that the patient has; 2 and 3 are absent and unknown. */
  private static final String PRESENT = "1";

  private final ObjectMapper mapper = new ObjectMapper();

  Dialogue read(Path file, Split split) throws IOException {
    JsonNode root = parse(file);
    String id = string(file, root, "example-id", "the dialogue");
    List<String> lines = new ArrayList<>();
    TreeSet<String> symptoms = new TreeSet<>();
    int mismatched = 0;
    for (JsonNode turn : array(file, root, "dialogue-content", "the dialogue")) {
      String where = "turn " + (lines.size() + 1);
      lines.add(string(file, turn, "speaker", where) + "：" + string(file, turn, "sentence", where));
      JsonNode names = array(file, turn, "normalized", where);
      JsonNode types = array(file, turn, "type", where);
      if (names.size() != types.size()) {
        mismatched++;
      }
      for (int i = 0; i < Math.min(names.size(), types.size()); i++) {
        if (types.get(i).asText().equals(PRESENT)) {
          symptoms.add(symptom(file, names.get(i).asText(), where));
        }
      }
    }
    if (id.isBlank() || lines.isEmpty()) {
      throw malformed(file, "has no example-id or no turns");
    }
    return new Dialogue(split, id, String.join("\n", lines), List.copyOf(symptoms), mismatched);
  }

  private JsonNode parse(Path file) throws IOException {
    InputFile.requireRegular(file);
    try {
      return mapper.readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file + ":" + line + ": malformed JSON; unpack the CMDD archive again", e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8; unpack the CMDD archive again", e);
    }
  }

  private static String symptom(Path file, String written, String where) {
    String name = LabelName.strip(written);
    LabelName.problem(name)
        .ifPresent(
            problem -> {
              throw malformed(file, where + ": " + problem);
            });
    return name;
  }

  private static String string(Path file, JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw malformed(file, where + " has no string \"" + field + "\"");
    }
    return value.asText();
  }

  private static JsonNode array(Path file, JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw malformed(file, where + " has no array \"" + field + "\"");
    }
    return value;
  }

  private static InvalidInputException malformed(Path file, String problem) {
    return new InvalidInputException(
        file + ": " + problem + "; unpack the CMDD archive again or remove this file");
  }
}
