package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tasks as Label Studio exports them in JSON and JSON-MIN, turned into records with one field of
 * labels. The labels are the choices of one control, which {@code corpus.labels} names where there
 * are several. Of a task with several annotations the choices must agree.
 */
final class LabelStudio {
  /** Fields and columns of JSON-MIN and CSV that are neither of the task's data nor a control. */
  private static final Set<String> OWN =
      Set.of("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement");

  private final CorpusFormat format;
  private final DocumentCollector collector;

  /** Names of what may be the control, over all tasks. */
  private final Set<String> controls = new TreeSet<>();

  private long firstLine;

  LabelStudio(CorpusFormat format, DocumentCollector collector) {
    this.format = format;
    this.collector = collector;
  }

  /** Whether an object is one of an export, JSON or JSON-MIN. */
  static boolean exported(ObjectNode object) {
    return (object.path("data").isObject() && object.path("annotations").isArray())
        || exported(fieldNames(object));
  }

  /** Whether these are the fields or columns of JSON-MIN or CSV. */
  static boolean exported(Collection<String> names) {
    return names.contains("annotation_id") && names.contains("lead_time");
  }

  /** The fields or columns of JSON-MIN or CSV that may be a control. */
  static List<String> controls(Collection<String> names, CorpusFormat format) {
    if (!format.labels().equals(CorpusFormat.DEFAULT_LABELS)) {
      return List.of(format.labels());
    }
    return names.stream()
        .filter(name -> !OWN.contains(name))
        .filter(name -> !Set.of(format.id(), format.text(), format.group()).contains(name))
        .filter(name -> format.part().filter(part -> part.name().equals(name)).isEmpty())
        .toList();
  }

  /** A record with its labels under the name that the format has for them. */
  Optional<ObjectNode> flatten(ObjectNode task) {
    firstLine = firstLine == 0 ? collector.line() : firstLine;
    if (task.path("data") instanceof ObjectNode data && task.has("annotations")) {
      return collector.textsOnly() ? Optional.of(data) : flattenTask(task, data);
    }
    List<String> names = controls(fieldNames(task), format).stream().filter(task::has).toList();
    controls.addAll(names);
    ObjectNode record = task.deepCopy();
    if (names.isEmpty()) {
      record.putArray(format.labels());
    } else {
      record.set(format.labels(), task.get(names.get(0)));
    }
    return Optional.of(record);
  }

  private Optional<ObjectNode> flattenTask(ObjectNode task, ObjectNode data) {
    Set<Set<String>> answers = new LinkedHashSet<>();
    for (JsonNode annotation : task.path("annotations")) {
      if (!annotation.path("was_cancelled").asBoolean()) {
        answers.add(choices(annotation.path("result")));
      }
    }
    if (answers.size() != 1) {
      collector.reject(
          answers.isEmpty()
              ? "the task has no annotation, so its labels are not known; annotate it or leave it"
                  + " out of the export"
              : "the annotations of the task disagree: "
                  + answers
                  + "; keep one of them in Label Studio, or cancel the others");
      return Optional.empty();
    }
    ObjectNode record = data.deepCopy();
    if (!data.has(format.id()) || format.idIsOptional()) {
      record.set(format.id(), task.path("id"));
    }
    ArrayNode labels = record.putArray(format.labels());
    answers.iterator().next().forEach(labels::add);
    return Optional.of(record);
  }

  private Set<String> choices(JsonNode results) {
    Map<String, Set<String>> byControl = new LinkedHashMap<>();
    for (JsonNode result : results) {
      if (result.path("value").path("choices") instanceof ArrayNode names) {
        Set<String> chosen =
            byControl.computeIfAbsent(
                result.path("from_name").asText(), control -> new LinkedHashSet<>());
        names.forEach(name -> chosen.add(name.asText()));
      }
    }
    boolean all = format.labels().equals(CorpusFormat.DEFAULT_LABELS);
    Set<String> chosen = new LinkedHashSet<>();
    byControl.forEach(
        (control, names) -> {
          if (all || control.equals(format.labels())) {
            controls.add(control);
            chosen.addAll(names);
          }
        });
    return chosen;
  }

  /** Reports tasks of no control or of several. */
  void finish() {
    if (controls.size() == 1 || firstLine == 0 || collector.textsOnly()) {
      return;
    }
    collector.rejectFile(
        firstLine,
        controls.isEmpty()
            ? "no annotation chooses anything"
                + (format.labels().equals(CorpusFormat.DEFAULT_LABELS)
                    ? ""
                    : " in a control \"" + format.labels() + "\"")
                + "; the labels must be Choices, and corpus.labels the name of their control"
            : several(controls));
  }

  /** What to say where a file has several fields that may be the control. */
  static String several(Collection<String> names) {
    return "the labels may be those of "
        + String.join(", ", names)
        + "; set corpus.labels to the control of Label Studio that holds them";
  }

  static List<String> fieldNames(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
