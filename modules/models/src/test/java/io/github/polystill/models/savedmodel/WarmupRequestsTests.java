package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TfRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;

/** The warm-up file, read back in Java and by Python TensorFlow. */
class WarmupRequestsTests {
  private static final List<List<String>> TEXTS =
      List.of(List.of(), List.of("頭", "痛", "。", "\n", "罕"));

  @TempDir private static Path directory;

  @BeforeAll
  static void export() throws IOException {
    ExportedNetwork exported = ExportedNetwork.write(directory, SmallArchitecture.HAN, 1);
    WarmupRequests.write(directory, "health", exported.model(), TEXTS);
  }

  /** The records of the file, whose checksums are right. */
  private static List<DynamicMessage> records() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(WarmupRequests.FILE)));
    List<DynamicMessage> records = new ArrayList<>();
    while (file.hasRemaining()) {
      records.add(parse(TfRecord.next(file).orElseThrow()));
    }
    return records;
  }

  private static DynamicMessage parse(byte[] data) throws InvalidProtocolBufferException {
    DynamicMessage log = DynamicMessage.parseFrom(ServingMessages.type("PredictionLog"), data);
    return (DynamicMessage) field((Message) field(log, "predict_log"), "request");
  }

  private static Object field(Message message, String name) {
    Descriptor type = message.getDescriptorForType();
    return message.getField(type.findFieldByName(name));
  }

  private static TensorProto tensor(Message request) throws InvalidProtocolBufferException {
    Message entry = (Message) ((List<?>) field(request, "inputs")).get(0);
    return TensorProto.parseFrom(((Message) field(entry, "value")).toByteString());
  }

  @Test
  void asksAllSignaturesInBatchesOfSeveralSizes() throws IOException {
    List<DynamicMessage> requests = records();
    assertThat(requests)
        .hasSize(3 * WarmupRequests.BATCHES.length * TEXTS.size())
        .hasSizeLessThanOrEqualTo(WarmupRequests.RECORDS_AT_MOST);
    TreeSet<String> signatures = new TreeSet<>();
    TreeSet<Long> batches = new TreeSet<>();
    for (Message request : requests) {
      Message spec = (Message) field(request, "model_spec");
      assertThat(field(spec, "name")).isEqualTo("health");
      signatures.add((String) field(spec, "signature_name"));
      batches.add(tensor(request).getTensorShape().getDim(0).getSize());
    }
    assertThat(signatures).containsExactly("characters", "serving_default", "token_ids");
    assertThat(batches).containsExactly(1L, 2L, 4L, 8L, 16L, 32L);
  }

  /** As TF Serving does it: the tensors of a record go to the signature that it names. */
  @Test
  void theModelAnswersEveryRecord() throws IOException {
    try (SavedModelBundle bundle = SavedModelBundle.load(directory.toString(), "serve")) {
      for (Message request : records()) {
        Message spec = (Message) field(request, "model_spec");
        SignatureDef signature =
            bundle.metaGraphDef().getSignatureDefOrThrow((String) field(spec, "signature_name"));
        Message entry = (Message) ((List<?>) field(request, "inputs")).get(0);
        TensorInfo input = signature.getInputsOrThrow((String) field(entry, "key"));
        TensorProto proto = tensor(request);
        assertThat(proto.getDtype()).isEqualTo(input.getDtype());
        assertThat(proto.getTensorShape().getDimCount())
            .isEqualTo(input.getTensorShape().getDimCount());
        String output = signature.getOutputsOrThrow("probabilities").getName();
        try (org.tensorflow.Tensor tensor = FromProto.tensor(proto);
            Result result =
                bundle.session().runner().feed(input.getName(), tensor).fetch(output).run()) {
          assertThat(result.get(0).shape().get(0))
              .isEqualTo(proto.getTensorShape().getDim(0).getSize());
        }
      }
    }
  }

  @Test
  void pythonTensorFlowReadsIt() throws Exception {
    Path script =
        Path.of(System.getProperty("polystill.root"))
            .resolve("modules/models/src/test/python/read_warmup_requests.py");
    PythonProcess outcome = PythonProcess.run(script, directory.resolve(WarmupRequests.FILE));
    assumeTrue(!outcome.output().contains("skipped: "), outcome.output().strip());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines().filter(line -> line.startsWith("health ")))
        .hasSize(3 * WarmupRequests.BATCHES.length * TEXTS.size())
        .startsWith(
            "health serving_default tokens DT_STRING [1, 1] ['']",
            "health token_ids token_ids DT_INT32 [1, 1] [0]",
            "health characters texts DT_STRING [1] ['']",
            "health serving_default tokens DT_STRING [1, 5] ['頭', '痛', '。', '\\n', '罕']",
            "health token_ids token_ids DT_INT32 [1, 5] [2, 3, 8, -1, 1]",
            "health characters texts DT_STRING [1] ['頭痛。\\n罕']");
  }
}
