package io.github.polystill.transformers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.transformers.TokenNetwork;
import io.github.polystill.data.transformers.Transformers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNetworkTests {
  private static final int[] SHORT = {2, 8, 3};
  private static final int[] LONG = {2, 8, 9, 10, 30, 31, 3};

  @TempDir Path directory;

  @Test
  void isFoundByTheServiceLoader() {
    try (TokenNetwork network = Transformers.require("a test").open(fixture("bert"), 1)) {
      assertThat(network.width()).isEqualTo(2);
    }
  }

  @Test
  void paddingChangesNothing() {
    try (TokenNetwork network = OnnxNetwork.open(fixture("bert"), 1)) {
      List<float[]> together = network.run(List.of(SHORT, LONG, SHORT));
      assertThat(together).extracting(it -> it.length).containsExactly(6, 14, 6);
      assertThat(together.get(0)).containsExactly(network.run(List.of(SHORT)).get(0), within());
      assertThat(together.get(2)).containsExactly(together.get(0));
      assertThat(network.run(List.of())).isEmpty();
    }
  }

  /** The integers of bge have one scale for all of a batch. */
  @Test
  void aNeighbourChangesNothingWhereABatchHasOneScale() throws IOException {
    Path model = directory.resolve("bge.onnx");
    try (InputStream in = getClass().getResourceAsStream("/bge-small-zh-v1.5-q.onnx")) {
      Files.copy(in, model);
    }
    assertThat(OnnxFile.read(model).scalesBatches()).isTrue();
    try (TokenNetwork network = OnnxNetwork.open(model, 2)) {
      assertThat(network.width()).isEqualTo(512);
      int[] other = new int[100];
      Arrays.fill(other, 4000);
      assertThat(network.run(List.of(SHORT, other)).get(0))
          .isEqualTo(network.run(List.of(SHORT)).get(0));
    }
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    refuses(directory.resolve("none.onnx"), "no such model; check the path");
    refuses(directory, "is a directory; give a model");
    Path damaged = directory.resolve("model.onnx");
    byte[] whole = Files.readAllBytes(fixture("bert"));
    for (byte[] content :
        List.of(
            new byte[0],
            "<html>404</html>".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(whole, whole.length / 2))) {
      Files.write(damaged, content);
      refuses(damaged, "");
    }
  }

  @Test
  void refusesOtherInputsAndOutputs() throws IOException {
    Path model = directory.resolve("model.onnx");
    byte[] whole = Files.readAllBytes(fixture("bert"));
    Files.write(model, replaced(whole, "token_type_ids", "pixel_type_ids"));
    refuses(model, "its inputs are ", "pixel_type_ids INT64 of rank 2", "input_ids");
  }

  @Test
  void refusesTokensBeyondTheEmbedding() {
    try (TokenNetwork network = OnnxNetwork.open(fixture("bert"), 1)) {
      assertThatThrownBy(() -> network.run(List.of(new int[] {2, 100_000, 3})))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cannot be run over 3 tokens");
    }
  }

  @Test
  void findsWeightsInOtherFiles() throws IOException {
    Path model = directory.resolve("model.onnx");
    Path weights = Files.createDirectory(directory.resolve("more")).resolve("weights.bin");
    Files.write(model, naming("more/weights.bin"));
    refuses(model, "its weights are in \"more/weights.bin\", which is missing");
    Files.write(weights, new byte[8]);
    assertThat(OnnxFile.read(model).files()).containsExactly(model, weights.toAbsolutePath());
    Path outside = Files.createTempFile(directory.getParent(), "weights", ".bin");
    for (String location : List.of("../" + outside.getFileName(), outside.toString())) {
      Files.write(model, naming(location));
      refuses(model, "which is outside its directory");
    }
    Files.delete(weights);
    Files.createSymbolicLink(weights, outside);
    Files.write(model, naming("more/weights.bin"));
    refuses(model, "which is outside its directory");
    Files.delete(outside);
  }

  /** A model of one tensor whose values are in a file. */
  private static byte[] naming(String location) {
    ByteString entry =
        message(1, ByteString.copyFromUtf8("location"), 2, ByteString.copyFromUtf8(location));
    ByteString tensor = message(8, ByteString.copyFromUtf8("weights"), 13, entry);
    return message(2, ByteString.copyFromUtf8("test"), 7, message(2, ByteString.EMPTY, 5, tensor))
        .toByteArray();
  }

  private static ByteString message(int field, ByteString value, int second, ByteString other) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
        .addField(second, UnknownFieldSet.Field.newBuilder().addLengthDelimited(other).build())
        .build()
        .toByteString();
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void refuses(Path model, String... parts) {
    assertThatThrownBy(() -> OnnxNetwork.open(model, 1))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith(model + ": ")
        .doesNotContain("\n")
        .contains(parts);
  }

  private static Offset<Float> within() {
    return Offset.offset(1e-5f);
  }

  static Path fixture(String name) {
    return Path.of("src/test/resources/io/github/polystill/transformers", name, "model.onnx");
  }
}
