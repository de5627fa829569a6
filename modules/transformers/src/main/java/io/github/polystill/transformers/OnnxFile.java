package io.github.polystill.transformers;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has to be known of an ONNX file before ONNX Runtime reads it: the other files that hold
 * weights of it, and whether the scale of its integers depends on all that is in a batch.
 *
 * @param files the file and those that it names, which lie beside or below it
 */
record OnnxFile(List<Path> files, boolean scalesBatches) {
  /** Kinds of messages of onnx.proto3 that may hold tensors. */
  private enum Message {
    MODEL,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE,
    TENSOR,
    ENTRY
  }

  /** By number of field, what lies in a message. */
  private static final Map<Message, Map<Integer, Message>> PARTS =
      Map.of(
          Message.MODEL, Map.of(7, Message.GRAPH, 25, Message.FUNCTION),
          Message.FUNCTION, Map.of(7, Message.NODE),
          Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE),
          Message.NODE, Map.of(5, Message.ATTRIBUTE),
          Message.ATTRIBUTE,
              Map.of(
                  5,
                  Message.TENSOR,
                  6,
                  Message.GRAPH,
                  10,
                  Message.TENSOR,
                  11,
                  Message.GRAPH,
                  22,
                  Message.SPARSE,
                  23,
                  Message.SPARSE),
          Message.SPARSE, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
          Message.TENSOR, Map.of(13, Message.ENTRY),
          Message.ENTRY, Map.of());

  private static final int OPERATOR = 4; // of a node
  private static final int KEY = 1; // of an entry
  private static final int VALUE = 2;

  /**
   * Adds to a hash what is in a file, in those that it names, and in some beside it.
   *
   * @throws InvalidInputException as {@link #read} does, or where one cannot be read
   */
  static ContentHash addTo(ContentHash hash, Path model, Path... beside) {
    List<Path> files = new ArrayList<>(read(model).files());
    files.addAll(List.of(beside));
    try {
      for (Path file : files) {
        hash.add(ContentHash.ofFile(file));
      }
    } catch (IOException e) {
      throw InvalidInputException.of(e, "%s: cannot be read: %s", model, e.getMessage());
    }
    return hash;
  }

  /**
   * Reads a file and looks for those that it names.
   *
   * @throws InvalidInputException where one is missing or elsewhere, or the file is damaged
   */
  static OnnxFile read(Path model) {
    Reader reader = new Reader();
    try {
      InputFile.requireReadable(model, "model");
      try (InputStream in = Files.newInputStream(model)) {
        CodedInputStream coded = CodedInputStream.newInstance(in);
        coded.setSizeLimit(Integer.MAX_VALUE);
        reader.read(coded, Message.MODEL);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          e, "%s: cannot be read as an ONNX model: %s", model, e.getMessage());
    }
    List<Path> files = new ArrayList<>(List.of(model));
    reader.locations.forEach(location -> files.add(beside(model, location)));
    return new OnnxFile(List.copyOf(files), reader.scalesBatches);
  }

  private static Path beside(Path model, String location) {
    Path directory = model.toAbsolutePath().getParent();
    try {
      Path file = directory.resolve(location).normalize();
      if (file.startsWith(directory.normalize())
          && file.toRealPath().startsWith(directory.toRealPath())) {
        return file;
      }
    } catch (InvalidPathException | IOException e) {
      throw InvalidInputException.of(
          e, "%s: its weights are in \"%s\", which is missing; put it beside it", model, location);
    }
    throw InvalidInputException.of(
        "%s: its weights are in \"%s\", which is outside its directory; put them beside it",
        model, location);
  }

  private static final class Reader {
    final SortedSet<String> locations = new TreeSet<>();
    boolean scalesBatches;

    void read(CodedInputStream in, Message message) throws IOException {
      String key = "";
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        Message part = PARTS.get(message).get(field);
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          in.skipField(tag);
        } else if (part != null) {
          int end = in.pushLimit(in.readRawVarint32());
          read(in, part);
          in.popLimit(end);
        } else if (message == Message.NODE && field == OPERATOR) {
          scalesBatches |= in.readString().equals("DynamicQuantizeLinear");
        } else if (message == Message.ENTRY && field == KEY) {
          key = in.readString();
        } else if (message == Message.ENTRY && field == VALUE && key.equals("location")) {
          locations.add(in.readString());
        } else {
          in.skipField(tag);
        }
      }
    }
  }
}
