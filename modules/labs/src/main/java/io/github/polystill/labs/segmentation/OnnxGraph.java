package io.github.polystill.labs.segmentation;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A graph of ONNX that grows by a node at a time, written by the numbers of the fields in
 * onnx.proto3. The names of constants and outputs are given in order.
 */
final class OnnxGraph {
  private static final int GRAPH = 7; // of a model
  private static final int NODES = 1; // of a graph
  private static final int TENSORS = 5;
  private static final int INPUTS = 11;
  private static final int OUTPUTS = 12;

  private static final long FLOAT = 1;
  private static final long INT64 = 7;

  private final UnknownFieldSet.Builder model;
  private final UnknownFieldSet.Builder graph;
  private int names;

  private OnnxGraph(UnknownFieldSet model) {
    this.model = model.toBuilder();
    this.graph = UnknownFieldSet.newBuilder();
    if (model.hasField(GRAPH)) {
      try {
        graph.mergeFrom(model.getField(GRAPH).getLengthDelimitedList().get(0));
      } catch (IOException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  /** An empty one of operators of version 17, with the inputs of a BERT. */
  static OnnxGraph ofBert() {
    OnnxGraph graph = new OnnxGraph(set(message(1, 8L, 8, message(1, "", 2, 17L))));
    graph.add(2, ByteString.copyFromUtf8("polystill"));
    for (String input : new String[] {"input_ids", "attention_mask", "token_type_ids"}) {
      graph.add(INPUTS, value(input, INT64, "batch_size", "sequence_length"));
    }
    return graph;
  }

  /** That of a file, without its outputs. */
  static OnnxGraph of(Path file) throws IOException {
    OnnxGraph read = new OnnxGraph(UnknownFieldSet.parseFrom(Files.readAllBytes(file)));
    read.graph.clearField(OUTPUTS);
    UnknownFieldSet its = read.graph.build();
    // None of its own names, if it was written here.
    read.names = count(its, NODES) + count(its, TENSORS);
    return read;
  }

  private static int count(UnknownFieldSet graph, int field) {
    return graph.getField(field).getLengthDelimitedList().size();
  }

  /** Some values of the graph one after the other, along the last of three axes. */
  String concatenated(List<String> values) {
    if (values.size() == 1) {
      return values.get(0);
    }
    List<Object> inputs = new ArrayList<>(values);
    inputs.add(number("axis", 2));
    return node("Concat", inputs.toArray());
  }

  /** Adds a node of one output, whose name it returns. */
  String node(String operator, Object... inputsAndAttributes) {
    String output = "polystill_" + names++;
    UnknownFieldSet.Builder node = UnknownFieldSet.newBuilder();
    for (Object each : inputsAndAttributes) {
      boolean isInput = each instanceof String;
      add(node, isInput ? 1 : 5, isInput ? ByteString.copyFromUtf8((String) each) : each);
    }
    add(node, 2, ByteString.copyFromUtf8(output));
    add(node, 4, ByteString.copyFromUtf8(operator));
    add(NODES, node.build().toByteString());
    return output;
  }

  /** An attribute of whole numbers. */
  static ByteString numbers(String name, long... values) {
    UnknownFieldSet.Builder attribute = set(message(1, name, 20, 7L)).toBuilder();
    for (long value : values) {
      add(attribute, 8, value);
    }
    return attribute.build().toByteString();
  }

  /** An attribute of one whole number. */
  static ByteString number(String name, long value) {
    return message(1, name, 3, value, 20, 2L);
  }

  /** Adds a constant of numbers, whose name it returns; without a shape it is a scalar. */
  String constant(float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor(FLOAT, bytes, shape);
  }

  String constant(float value) {
    return constant(new float[] {value});
  }

  /** A vector of whole numbers. */
  String wholeNumbers(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return tensor(INT64, bytes, values.length);
  }

  private String tensor(long type, ByteBuffer bytes, long... shape) {
    String name = "polystill_" + names++;
    UnknownFieldSet.Builder tensor = set(message(2, type, 8, name)).toBuilder();
    for (long size : shape) {
      add(tensor, 1, size);
    }
    add(tensor, 9, ByteString.copyFrom(bytes));
    add(TENSORS, tensor.build().toByteString());
    return name;
  }

  /**
   * Writes the files of a CKIP model, whose one output are the logits of B and I for each token.
   *
   * @param vocabulary in the order of ids
   */
  void write(Path directory, String output, Collection<String> vocabulary) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve("vocab.txt"), vocabulary);
    Files.writeString(
        directory.resolve("config.json"),
        "{\"id2label\": {\"0\": \"B\", \"1\": \"I\"}, \"vocab_size\": "
            + vocabulary.size()
            + "}\n");
    save(directory.resolve("model.onnx"), output, "logits", 2);
  }

  /** Writes what leads to one output [sequences, tokens, width] and ends the graph with it. */
  void save(Path file, String output, String name, long width) throws IOException {
    keepWhatLeadsTo(output);
    UnknownFieldSet.Builder named =
        set(message(1, node("Identity", output), 4, "Identity")).toBuilder();
    add(named, 2, ByteString.copyFromUtf8(name));
    add(NODES, named.build().toByteString());
    add(OUTPUTS, value(name, FLOAT, "batch_size", "sequence_length", width));
    model.clearField(GRAPH);
    add(model, GRAPH, graph.build().toByteString());
    Files.write(file, model.build().toByteArray());
  }

  private void keepWhatLeadsTo(String output) {
    Map<String, ByteString> makers = new HashMap<>();
    for (ByteString node : graph.build().getField(NODES).getLengthDelimitedList()) {
      set(node)
          .getField(2)
          .getLengthDelimitedList()
          .forEach(it -> makers.put(it.toStringUtf8(), node));
    }
    Set<String> values = new HashSet<>(Set.of(output));
    Set<ByteString> nodes = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(values);
    while (!open.isEmpty()) {
      ByteString node = makers.get(open.remove());
      if (node != null && nodes.add(node)) {
        for (ByteString input : set(node).getField(1).getLengthDelimitedList()) {
          if (values.add(input.toStringUtf8())) {
            open.add(input.toStringUtf8());
          }
        }
      }
    }
    keep(NODES, nodes::contains);
    keep(TENSORS, it -> values.contains(name(it)));
  }

  private void keep(int field, Predicate<ByteString> isKept) {
    List<ByteString> kept =
        graph.build().getField(field).getLengthDelimitedList().stream().filter(isKept).toList();
    graph.clearField(field);
    kept.forEach(it -> add(field, it));
  }

  private static String name(ByteString tensor) {
    return set(tensor).getField(8).getLengthDelimitedList().get(0).toStringUtf8();
  }

  private void add(int field, Object value) {
    add(graph, field, value);
  }

  private static ByteString value(String name, long type, Object... axes) {
    UnknownFieldSet.Builder shape = UnknownFieldSet.newBuilder();
    for (Object axis : axes) {
      add(shape, 1, axis instanceof String ? message(2, axis) : message(1, axis));
    }
    return message(1, name, 2, message(1, message(1, type, 2, shape.build().toByteString())));
  }

  /** A message of fields: a number, then a value, and so on. */
  private static ByteString message(Object... fields) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      Object value = fields[i + 1];
      add(
          message,
          (int) fields[i],
          value instanceof String it ? ByteString.copyFromUtf8(it) : value);
    }
    return message.build().toByteString();
  }

  private static void add(UnknownFieldSet.Builder message, int field, Object value) {
    Field.Builder added = Field.newBuilder();
    if (value instanceof Long number) {
      added.addVarint(number);
    } else {
      added.addLengthDelimited((ByteString) value);
    }
    message.mergeField(field, added.build());
  }

  private static UnknownFieldSet set(ByteString message) {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
