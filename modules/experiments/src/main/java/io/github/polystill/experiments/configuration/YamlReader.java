package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads YAML into {@link YamlNode}s by the tokens of Jackson's parser; duplicate keys and keys that
 * are not scalars are errors. Jackson's guess of a scalar's type is not looked at.
 */
final class YamlReader {
  /** An experiment has four levels. */
  private static final int MAX_DEPTH = 20;

  /** What a parser takes long for before it finds nothing that it knows. */
  private static final long MOST_BYTES = 1 << 20;

  private static final String TOO_DEEP = "nested deeper than " + MAX_DEPTH + " levels";

  private static final YAMLFactory YAML = new YAMLFactory();

  /** What a token begins with that Jackson does not tell of: its anchor, and its style. */
  private static final Pattern BEGINNING =
      Pattern.compile("(?:&(?<anchor>[^\\s,\\[\\]{}]+)[ \\t]*|!\\S*[ \\t]+)*(?<style>[\"'|>*])?");

  /** The last line of an error before the place, which is the problem, and that place. */
  private static final Pattern PROBLEM =
      Pattern.compile("(?s)(?:.*\\n)?(?<problem>[^\\n]+)\\n in 'reader', line (?<line>\\d+),.*");

  private static final Pattern SIGN =
      Pattern.compile("found character '(?<sign>.)[^']*' that cannot start any token");

  private final String text;
  private final IntFunction<Location> location;
  private final YAMLParser parser;

  /**
   * Values by their anchors; those that an alias can not stand for yet, as it is in them, empty.
   */
  private final Map<String, Optional<YamlNode>> anchored = new HashMap<>();

  private YamlReader(String text, IntFunction<Location> location) throws IOException {
    this.text = text;
    this.location = location;
    this.parser = YAML.createParser(new StringReader(text));
  }

  /**
   * The map that a UTF-8 file holds.
   *
   * @throws InvalidInputException where there is no such file or it is not a YAML map
   */
  static YamlNode.Mapping readFile(Path file) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      String problem = Files.isDirectory(file) ? "is a directory, not" : "does not exist; give";
      throw InvalidInputException.of("%s: %s an experiment file (YAML)", file, problem);
    }
    InputFile.requireRegular(file);
    try {
      CorpusReader.requireText(file);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(e.getMessage() + "; an experiment file is YAML", e);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw InvalidInputException.of(
          "%s: has more than %d MiB; an experiment file has some lines, and names the files of texts and vectors",
          file, MOST_BYTES >> 20);
    }
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8 text; save it as UTF-8", e);
    }
    YamlNode node = read(text, line -> Location.line(file.toString(), line));
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    throw node.location()
        .error("", "expected the keys of an experiment (name: ...), found " + node.quoted());
  }

  /** The value in a text that stands in one place, such as an override. */
  static YamlNode readValue(Location place, String text) {
    return read(text, line -> place);
  }

  private static YamlNode read(String text, IntFunction<Location> location) {
    String withoutBom = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return new YamlReader(withoutBom, location).document();
    } catch (JsonProcessingException e) {
      throw invalid(e, location);
    } catch (IOException e) {
      throw new UncheckedIOException("of a text in memory", e);
    }
  }

  private static InvalidInputException invalid(
      JsonProcessingException e, IntFunction<Location> location) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Expected a field name")) {
      return location
          .apply(e.getLocation().getLineNr())
          .error("", "a key must be a word, not a list or map");
    }
    Matcher marked = PROBLEM.matcher(message);
    boolean known = marked.matches();
    String problem = (known ? marked.group("problem") : message).strip().replaceAll("\\s+", " ");
    Matcher sign = SIGN.matcher(problem);
    return location
        .apply(known ? Integer.parseInt(marked.group("line")) : 1)
        .error(
            "",
            "not valid YAML: "
                + (sign.find()
                    ? sign.group() + "; put it into quotes: \"" + sign.group("sign") + "\""
                    : problem));
  }

  private YamlNode document() throws IOException {
    YamlNode root =
        parser.nextToken() == null ? new YamlNode.Scalar("", true, location.apply(1)) : node(0);
    if (parser.nextToken() != null) {
      throw here().error("", "not valid YAML: there is more than one document");
    }
    return root;
  }

  private Location here() {
    return location.apply(parser.currentTokenLocation().getLineNr());
  }

  /** The value that the current token begins. */
  private YamlNode node(int depth) throws IOException {
    Location where = here();
    if (depth > MAX_DEPTH) {
      throw where.error("", TOO_DEEP);
    }
    Matcher beginning = beginning();
    Optional<String> anchor = Optional.ofNullable(beginning.group("anchor"));
    anchor.ifPresent(name -> anchored.put(name, Optional.empty()));
    YamlNode node = node(beginning.group("style"), depth, where);
    anchor.ifPresent(name -> anchored.put(name, Optional.of(node)));
    return node;
  }

  private YamlNode node(String style, int depth, Location where) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return mapping(depth, where);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(depth + 1));
      }
      return new YamlNode.Sequence(items, where);
    }
    if ("*".equals(style)) {
      return alias(parser.getText(), where);
    }
    return new YamlNode.Scalar(parser.getText(), style == null, where);
  }

  private YamlNode mapping(int depth, Location where) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Location keyLocation = here();
      parser.nextToken();
      if (entries.put(key, new Entry(keyLocation, node(depth + 1))) != null) {
        throw keyLocation.error(key, "this key is given twice; remove one");
      }
    }
    return new YamlNode.Mapping(entries, where);
  }

  private YamlNode alias(String name, Location where) {
    if (!anchored.containsKey(name)) {
      throw where.error("", "not valid YAML: found undefined alias " + name);
    }
    return anchored.get(name).orElseThrow(() -> where.error("", TOO_DEEP + "; take the alias out"));
  }

  private Matcher beginning() {
    int offset = (int) parser.currentTokenLocation().getCharOffset(); // counts code points
    Matcher matcher = BEGINNING.matcher(text);
    matcher.region(text.offsetByCodePoints(0, offset), text.length()).lookingAt();
    return matcher;
  }
}
