package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.models.JavaProcess;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

class InferenceGraphWriterTests {
  private static final Set<String> OF_TRAINING =
      Set.of(
          "ApplyAdam",
          "ScatterUpdate",
          "ScatterSub",
          "UnsortedSegmentSum",
          "ArgMax",
          "StatelessRandomUniform",
          "StatelessRandomUniformV2",
          "SoftplusGrad",
          "Softplus",
          "ReluGrad",
          "SigmoidGrad");

  /** Those that tests only read, by their directory's name. */
  private static final Map<String, ExportedNetwork> SHARED = new HashMap<>();

  @TempDir private static Path shared;

  @TempDir private Path temporary;

  private static ExportedNetwork exported(SmallArchitecture architecture, int networks)
      throws IOException {
    String name = architecture + "-" + networks;
    if (!SHARED.containsKey(name)) {
      SHARED.put(name, ExportedNetwork.write(shared.resolve(name), architecture, networks));
    }
    return SHARED.get(name);
  }

  @ParameterizedTest
  @CsvSource({"1, TWO", "4, TWO", "1, FROZEN", "2, FINE_TUNED"})
  void predictsAsTheTrainingSessionDoes(int networks, EmbeddingChannels channels)
      throws IOException {
    Path directory = temporary.resolve("somewhere/1");
    ExportedNetwork exported = ExportedNetwork.write(directory, networks, channels);
    Path moved = temporary.resolve("elsewhere");
    Files.move(directory, moved);
    try (LoadedModel model = LoadedModel.load(moved)) {
      assertThat(model.outputs()).isEqualTo(networks == 1 ? 3 : networks);
      assertClose(model.probabilities(ExportedNetwork.tokens()), exported.probabilities());
    }
  }

  /** Loops make several steps in a pass, and what is left over one by one. */
  @ParameterizedTest
  @EnumSource
  void aTextIsAnsweredAloneAsBesideLongerOnes(SmallArchitecture architecture) throws IOException {
    List<String> words = ExportedNetwork.tokens().get(3);
    List<List<String>> texts =
        IntStream.of(1, 7, 8, 9, 15, 16, 17, 24, 30).mapToObj(n -> words.subList(0, n)).toList();
    try (LoadedModel model = LoadedModel.load(exported(architecture, 1).directory())) {
      float[][] together = model.probabilities(texts);
      for (int i = 0; i < together.length; i++) {
        assertThat(model.probabilities(texts.subList(i, i + 1))[0])
            .as("%d words", texts.get(i).size())
            .containsExactly(together[i], within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, TWO", "3, TWO", "2, FINE_TUNED"})
  void writesNothingOfTraining(int networks, EmbeddingChannels channels) throws IOException {
    MetaGraphDef metaGraph =
        metaGraph(ExportedNetwork.write(temporary.resolve("1"), networks, channels).directory());
    List<NodeDef> nodes = metaGraph.getGraphDef().getNodeList();
    assertThat(nodes).extracting(NodeDef::getOp).doesNotContainAnyElementsOf(OF_TRAINING);
    List<String> variables =
        nodes.stream()
            .filter(node -> node.getOp().startsWith("Variable"))
            .map(NodeDef::getName)
            .toList();
    assertThat(variables)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).doesNotContain("adam").doesNotContain("kept"));
    assertThat(variables.stream().filter(name -> name.contains("frozen")))
        .hasSize(channels.frozen() ? 1 : 0);
    assertThat(variables.stream().filter(name -> name.contains("fine_tuned"))).hasSize(1);
    String restore = metaGraph.getSaverDef().getRestoreOpName();
    NodeDef restoreAll =
        nodes.stream().filter(node -> node.getName().equals(restore)).findFirst().orElseThrow();
    Set<String> restored =
        restoreAll.getInputList().stream()
            .map(input -> input.substring(1))
            .collect(Collectors.toSet());
    assertThat(nodes.stream().filter(node -> node.getOp().equals("Assign")).map(NodeDef::getName))
        .containsExactlyInAnyOrderElementsOf(restored)
        .hasSameSizeAs(variables);
    assertThat(
            nodes.stream().filter(node -> node.getOp().equals("Placeholder")).map(NodeDef::getName))
        .containsExactlyInAnyOrder(
            "serving_default/tokens",
            "token_ids/token_ids",
            "characters/texts",
            nodeName(metaGraph.getSaverDef().getFilenameTensorName()));
  }

  private static String nodeName(String tensor) {
    return tensor.substring(
        0, tensor.lastIndexOf(':') < 0 ? tensor.length() : tensor.lastIndexOf(':'));
  }

  @Test
  void hasTheSignaturesOfServing() throws IOException {
    MetaGraphDef metaGraph =
        metaGraph(
            ExportedNetwork.write(temporary.resolve("1"), 4, EmbeddingChannels.TWO).directory());
    assertThat(metaGraph.getMetaInfoDef().getTagsList()).containsExactly("serve");
    Map<String, SignatureDef> signatures = metaGraph.getSignatureDefMap();
    assertThat(signatures).containsOnlyKeys("serving_default", "token_ids", "characters");
    for (SignatureDef signature : signatures.values()) {
      assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
    }
    Map<String, String> ofLabels =
        Map.of(
            "probabilities", "DT_FLOAT [-1, 4]",
            "labels", "DT_STRING [-1, 4]",
            "label_names", "DT_STRING [-1, 4]",
            "thresholds", "DT_FLOAT [-1, 4]");
    SignatureDef tokens = signatures.get("serving_default");
    assertThat(described(tokens.getInputsMap())).isEqualTo(Map.of("tokens", "DT_STRING [-1, -1]"));
    assertThat(described(tokens.getOutputsMap())).isEqualTo(ofLabels);
    SignatureDef ids = signatures.get("token_ids");
    assertThat(described(ids.getInputsMap())).isEqualTo(Map.of("token_ids", "DT_INT32 [-1, -1]"));
    assertThat(described(ids.getOutputsMap()))
        .isEqualTo(Map.of("probabilities", "DT_FLOAT [-1, 4]", "logits", "DT_FLOAT [-1, 4]"));
    SignatureDef characters = signatures.get("characters");
    assertThat(described(characters.getInputsMap())).isEqualTo(Map.of("texts", "DT_STRING [-1]"));
    Map<String, String> withTokens = new HashMap<>(ofLabels);
    withTokens.put("tokens", "DT_STRING [-1, -1]");
    assertThat(described(characters.getOutputsMap())).isEqualTo(withTokens);
  }

  private static Map<String, String> described(Map<String, TensorInfo> tensors) {
    return tensors.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    entry.getValue().getDtype()
                        + " "
                        + entry.getValue().getTensorShape().getDimList().stream()
                            .map(TensorShapeProto.Dim::getSize)
                            .toList()));
  }

  /** As the loaders of Python and of TF Serving look for them. */
  @Test
  void declaresItsAssets() throws IOException {
    Path directory = temporary.resolve("1");
    MetaGraphDef metaGraph =
        metaGraph(ExportedNetwork.write(directory, 1, EmbeddingChannels.TWO).directory());
    assertThat(metaGraph.getAssetFileDefList())
        .extracting(AssetFileDef::getFilename)
        .containsExactly("vocabulary.txt", "labels.txt");
    assertThat(metaGraph.getCollectionDefOrThrow("saved_model_assets").getAnyList().getValueList())
        .hasSize(2);
    assertThat(
            metaGraph.getCollectionDefOrThrow("saved_model_main_op").getNodeList().getValueList())
        .containsExactly("initialise_tables");
    assertThat(directory.resolve("assets/labels.txt")).hasContent("感冒\n藥物\n其他\n");
    assertThat(directory.resolve("assets/vocabulary.txt"))
        .hasContent(String.join("\n", ExportedNetwork.VOCABULARY.words()) + "\n");
  }

  /**
   * Students and teachers in turn, and one of several kinds; {@link #everyArchitectureIsExported}
   * has both of all.
   */
  @Test
  void predictsTheSameInAnotherProcess() throws Exception {
    List<String> arguments = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (SmallArchitecture architecture : SmallArchitecture.values()) {
      ExportedNetwork exported = exported(architecture, 1 + arguments.size() % 2);
      arguments.add(exported.directory().toString());
      expected.addAll(List.of(exported.probabilities()));
    }
    ExportedNetwork asOne = ofSeveralKinds(temporary.resolve("one"));
    arguments.add(asOne.directory().toString());
    expected.addAll(List.of(asOne.probabilities()));
    String output =
        JavaProcess.run(
            temporary.resolve("errors"),
            List.of(),
            PrintProbabilities.class,
            arguments.toArray(String[]::new));
    List<float[]> actual =
        output
            .lines()
            .filter(line -> line.startsWith("probabilities "))
            .map(line -> line.split(" "))
            .map(InferenceGraphWriterTests::numbersBehindTheFirstWord)
            .toList();
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(output.lines().filter(line -> line.matches("outputs of nothing [5-9]")))
        .as("a process that loads a model before all else has tensors without values, too")
        .hasSameSizeAs(arguments);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).as("line %d", i).containsExactly(expected.get(i), within(1e-6f));
    }
  }

  /** By words, ids and raw text; batches of eight and of one; students and teachers. */
  @ParameterizedTest
  @EnumSource
  void everyArchitectureIsExported(SmallArchitecture architecture) throws IOException {
    for (int networks : List.of(1, 2)) {
      ExportedNetwork exported = exported(architecture, networks);
      Path directory = exported.directory();
      MetaGraphDef metaGraph = metaGraph(directory);
      List<NodeDef> nodes = new ArrayList<>(metaGraph.getGraphDef().getNodeList());
      metaGraph
          .getGraphDef()
          .getLibrary()
          .getFunctionList()
          .forEach(function -> nodes.addAll(function.getNodeDefList()));
      assertThat(nodes).extracting(NodeDef::getOp).doesNotContainAnyElementsOf(OF_TRAINING);
      assertThat(metaGraph.getGraphDef().getLibrary().getFunctionList())
          .extracting(function -> function.getSignature().getName())
          .noneMatch(name -> name.contains("_backward_step"));
      try (LoadedModel model = LoadedModel.load(directory)) {
        List<List<String>> texts = ExportedNetwork.tokens();
        assertClose(model.probabilities(texts), exported.probabilities());
        assertClose(model.probabilities(ExportedNetwork.ids()), exported.probabilities());
        List<String> raw = texts.stream().map(text -> String.join("", text)).toList();
        assertClose(model.probabilitiesOfTexts(raw), exported.probabilities());
        for (int i = 0; i < texts.size(); i++) {
          assertClose(
              model.probabilities(List.of(texts.get(i))),
              new float[][] {exported.probabilities()[i]});
        }
      }
    }
  }

  /** Of a text without known words probabilities say nothing, so it has no labels. */
  @ParameterizedTest
  @EnumSource
  void aTextWithoutKnownWordsHasNoLabels(SmallArchitecture architecture) throws IOException {
    ServedModel trained = exported(architecture, 1).model();
    ServedModel certain =
        new ServedModel(
            trained.networks().get(0),
            trained.vectors(),
            trained.vocabulary(),
            trained.labels(),
            List.of(0.0, 0.0, 0.0),
            true,
            trained.storage());
    Path directory = Files.createDirectories(temporary.resolve("certain"));
    InferenceGraphWriter.write(directory, certain);
    List<String> beyond = new ArrayList<>(Collections.nCopies(100, "罕"));
    beyond.add("頭");
    List<List<String>> without =
        List.of(List.of(), List.of("hello", "罕"), List.of("。", "\n", "!", "罕"), beyond);
    List<List<String>> with = List.of(List.of("罕", "\n", "", "罕", "頭"), List.of("痛"));
    try (LoadedModel model = LoadedModel.load(directory)) {
      List<List<String>> all = new ArrayList<>(without);
      all.addAll(with);
      List<List<String>> labels =
          model.predict(all, false).stream().map(Prediction::labels).toList();
      assertThat(labels.subList(0, without.size())).allSatisfy(it -> assertThat(it).isEmpty());
      assertThat(labels.subList(without.size(), all.size()))
          .allSatisfy(it -> assertThat(it).isEqualTo(trained.labels()));

      SignatureDescription characters = model.calls().signatures().get("characters");
      String[] raw = {"", " \u200b\n", "罕。", "罕頭"};
      Map<String, DenseTensor> outputs =
          model
              .calls()
              .call(characters, Map.of("texts", new DenseTensor.Strings(new int[] {4}, raw)));
      assertThat(((DenseTensor.Strings) outputs.get("labels")).values())
          .startsWith("", "", "", "", "", "", "", "", "")
          .endsWith(trained.labels().toArray(String[]::new));
    }
  }

  /** TensorFlow Java has no buffer for attention of no words; TF Serving answers. */
  @ParameterizedTest
  @EnumSource
  void textsOfNothingAreAnsweredByCharacters(SmallArchitecture architecture) throws IOException {
    ExportedNetwork exported = exported(architecture, 1);
    try (LoadedModel model = LoadedModel.load(exported.directory())) {
      SignatureDescription characters = model.calls().signatures().get("characters");
      Map<String, DenseTensor> outputs =
          model
              .calls()
              .call(
                  characters,
                  Map.of("texts", new DenseTensor.Strings(new int[] {1}, new String[] {" \n"})));
      assertThat(outputs.get("tokens").shape()).containsExactly(1, 0);
      float[] probabilities = ((DenseTensor.Floats) outputs.get("probabilities")).values();
      assertThat(probabilities).containsExactly(exported.probabilities()[0], within(1e-6f));
      assertThat(outputs.keySet())
          .isEqualTo(
              characters.outputs().stream()
                  .map(TensorDescription::name)
                  .collect(Collectors.toSet()));
    }
  }

  /** A model that looks its first product up says the same, and has no other weights for it. */
  @ParameterizedTest
  @EnumSource
  void tablesInsteadOfVectors(SmallArchitecture architecture) throws IOException {
    for (int networks : List.of(1, 2)) {
      ExportedNetwork exported = exported(architecture, networks);
      ServedModel model = exported.model().tabledUpTo(1 << 20);
      assertThat(model.tabled()).isTrue();
      assertThat(exported.model().tabledUpTo(100).tabled()).isFalse();
      Path directory = Files.createDirectory(temporary.resolve("tabled" + networks));
      InferenceGraphWriter.write(directory, model);
      try (LoadedModel loaded = LoadedModel.load(directory)) {
        assertClose(loaded.probabilities(ExportedNetwork.tokens()), exported.probabilities());
        assertClose(loaded.probabilities(ExportedNetwork.ids()), exported.probabilities());
      }
      assertThat(metaGraph(directory).getGraphDef().getNodeList())
          .filteredOn(node -> node.getOp().startsWith("Variable"))
          .extracting(NodeDef::getName)
          .noneMatch(name -> name.contains("embedding"))
          .anyMatch(name -> name.endsWith("word_projections"));
    }
  }

  @ParameterizedTest
  @CsvSource({"TEXTCNN, 1, true", "HAN, 1, true", "GRU_ATT, 1, false", "TEXTRNN, 1, false"})
  @CsvSource({"TEXTCNN, 2, true", "TEXTRNN, 2, true"})
  void tablesByDefaultWhereTheyPay(SmallArchitecture architecture, int networks, boolean tabled)
      throws IOException {
    ExportedNetwork exported = exported(architecture, networks);
    assertThat(exported.model().tabledWhereItPays().tabled()).isEqualTo(tabled);
  }

  /** 1,792 products of float32 for each word. */
  @ParameterizedTest
  @CsvSource({"37000, true", "38000, false"})
  void tablesByDefaultHaveALimit(int words, boolean tabled) {
    NetworkSpec spec = new NetworkSpec(TextCnn.standard(), new EmbeddingTableShape(words, 1), 1);
    List<String> vocabulary = new ArrayList<>(List.of("<pad>", "<unk>"));
    IntStream.range(2, words).forEach(i -> vocabulary.add("w" + i));
    ServedModel student =
        new ServedModel(
            new ServedNetworks(spec, new TokenLayout.Words(300), List.of(Map.of())),
            new RandomInputs(1).vectors(words, 1),
            Vocabulary.ofWords(vocabulary),
            List.of("label"),
            List.of(0.5),
            false,
            WeightStorage.FLOAT32);
    assertThat(student.tabledWhereItPays().tabled()).isEqualTo(tabled);
    assertThat(student.tabledUpTo(ServedModel.TABLES_AT_MOST).tabled()).isTrue();
  }

  @Test
  void expertsOfSeveralKindsAnswerAsOne() throws IOException {
    ExportedNetwork exported = ofSeveralKinds(temporary.resolve("one"));
    Path tabled = Files.createDirectory(temporary.resolve("tabled"));
    InferenceGraphWriter.write(tabled, exported.model().tabledUpTo(1 << 20));
    for (Path directory : List.of(exported.directory(), tabled)) {
      try (LoadedModel loaded = LoadedModel.load(directory)) {
        assertClose(loaded.probabilities(ExportedNetwork.tokens()), exported.probabilities());
        assertClose(loaded.probabilities(ExportedNetwork.ids()), exported.probabilities());
        assertThat(loaded.hasAttention()).isFalse();
      }
    }
  }

  /**
   * Networks that read words, others that read sentences, and linear models, two each; the experts
   * of the second label come first.
   */
  private static ExportedNetwork ofSeveralKinds(Path directory) throws IOException {
    ExportedNetwork byWords = exported(SmallArchitecture.GRU_ATT, 2);
    ExportedNetwork bySentences = exported(SmallArchitecture.HAN, 2);
    TokenLayout layout = bySentences.model().layout();
    int words = ExportedNetwork.VOCABULARY.size();
    int[][] features = new int[words][0];
    for (int word = 2; word < words; word++) {
      features[word] = new int[] {word, words + word % 3, words + word % 3, words + word % 2};
    }
    double[] idf = IntStream.range(0, words + 3).mapToDouble(it -> 1 + it % 5 / 4.0).toArray();
    float[][] weights = new float[2][words + 4];
    for (int i = 0; i < words + 4; i++) {
      weights[0][i] = (float) (5 * Math.sin(3 * i));
      weights[1][i] = (float) (5 * Math.cos(i));
    }
    double[] parts = {0.25, 0.25, 0.125, 0.125, 0.625, 0.625};
    double[] shifts = {0, 0, 1, 2, -0.5, 0.5};
    ExpertMean mean =
        new ExpertMean(
            List.of(new LinearExperts(layout, features, idf, List.of(weights))),
            IntStream.range(0, 6)
                .mapToObj(i -> new ExpertMean.Share(1 - i % 2, parts[i], shifts[i]))
                .toList());
    float[][] logits = new float[ExportedNetwork.TEXTS.size()][2];
    for (int text = 0; text < logits.length; text++) {
      int[] row = layout.encode(ExportedNetwork.TEXTS.get(text), ExportedNetwork.VOCABULARY);
      for (int i = 0; i < 2; i++) {
        logits[text][1 - i] =
            (float)
                (0.25 * byWords.logits()[text][i]
                    + 0.125 * (bySentences.logits()[text][i] + shifts[2 + i])
                    + 0.625 * (linearLogit(row, features, idf, weights[i]) + shifts[4 + i]));
      }
    }
    ServedModel model =
        asOne(
            mean,
            List.of("一", "二"),
            byWords.model().networks().get(0),
            bySentences.model().networks().get(0));
    InferenceGraphWriter.write(Files.createDirectory(directory), model);
    return new ExportedNetwork(directory, model, logits);
  }

  private static ServedModel asOne(
      ExpertMean mean, List<String> labels, ServedNetworks... networks) {
    return new ServedModel(
        List.of(networks),
        Optional.of(mean),
        new RandomInputs(2).vectors(ExportedNetwork.VOCABULARY.size(), ExportedNetwork.DIMENSIONS),
        ExportedNetwork.VOCABULARY,
        labels,
        Collections.nCopies(labels.size(), 0.5),
        true,
        WeightStorage.FLOAT32,
        false);
  }

  private static double linearLogit(int[] row, int[][] features, double[] idf, float[] weights) {
    int[] counts = new int[idf.length];
    Arrays.stream(row).flatMap(word -> Arrays.stream(features[word])).forEach(it -> counts[it]++);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      double value = counts[i] == 0 ? 0 : (1 + Math.log(counts[i])) * idf[i];
      sum += weights[i] * value;
      squares += value * value;
    }
    return (squares == 0 ? 0 : sum / Math.sqrt(squares)) + weights[idf.length];
  }

  @Test
  void attentionOfALabelIsTheMeanOfItsNetworks() throws IOException {
    ExportedNetwork each = exported(SmallArchitecture.GRU_ATT, 2);
    ExpertMean mean =
        new ExpertMean(
            List.of(), List.of(new ExpertMean.Share(0, 0.25, 0), new ExpertMean.Share(0, 0.75, 0)));
    InferenceGraphWriter.write(
        temporary, asOne(mean, List.of("一"), each.model().networks().get(0)));
    try (LoadedModel one = LoadedModel.load(temporary);
        LoadedModel two = LoadedModel.load(each.directory())) {
      List<List<String>> texts = ExportedNetwork.tokens().subList(1, 4);
      for (int text = 0; text < texts.size(); text++) {
        float[][] both = two.predict(texts, true).get(text).attention().orElseThrow().words();
        float[][] joined = one.predict(texts, true).get(text).attention().orElseThrow().words();
        float[] wanted = new float[both[0].length];
        for (int i = 0; i < wanted.length; i++) {
          wanted[i] = (both[0][i] + 3 * both[1][i]) / 4;
        }
        assertThat(joined).hasNumberOfRows(1);
        assertThat(joined[0]).containsExactly(wanted, within(1e-6f));
      }
      assertThat(one.signatures()).isEqualTo(two.signatures());
    }
  }

  /** Half the size, nearly the same probabilities, for students and teachers. */
  @ParameterizedTest
  @CsvSource({"TEXTCNN, 2", "HAN, 1", "GRU_ATT, 1"})
  void halfTheBits(SmallArchitecture architecture, int networks) throws IOException {
    long whole = 0;
    for (WeightStorage storage : WeightStorage.values()) {
      Path directory = temporary.resolve(storage.key());
      ExportedNetwork exported = ExportedNetwork.write(directory, architecture, networks, storage);
      long size = Files.size(directory.resolve("variables/variables.data-00000-of-00001"));
      whole = storage.isHalf() ? whole : size;
      assertThat(size).isEqualTo(storage.isHalf() ? whole / 2 : whole);
      try (LoadedModel model = LoadedModel.load(directory)) {
        float[][] actual = model.probabilities(ExportedNetwork.tokens());
        float[][] expected = exported.probabilities();
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
          for (int label = 0; label < actual[i].length; label++) {
            largest = Math.max(largest, Math.abs(actual[i][label] - expected[i][label]));
          }
        }
        assertThat(largest).as(storage.key()).isLessThan(storage.isHalf() ? 1e-2 : 1e-6);
        assertThat(largest > 1e-6).as("%s rounds", storage).isEqualTo(storage.isHalf());
      }
    }
  }

  private static float[] numbersBehindTheFirstWord(String[] words) {
    float[] numbers = new float[words.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(words[i + 1]);
    }
    return numbers;
  }

  @Test
  void missingWeightsAreAnError() throws IOException {
    NetworkSpec spec = new NetworkSpec(TextCnn.standard(), new EmbeddingTableShape(2, 2), 1);
    ServedModel model =
        new ServedModel(
            new ServedNetworks(spec, new TokenLayout.Words(300), List.of(Map.of())),
            new RandomInputs(1).vectors(2, 2),
            Vocabulary.ofWords(List.of("<pad>", "<unk>")),
            List.of("label"),
            List.of(0.5),
            false,
            WeightStorage.FLOAT32);
    Path directory = temporary.resolve("model");
    assertThatThrownBy(
            () ->
                AtomicFiles.writeDirectory(directory, it -> InferenceGraphWriter.write(it, model)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights of embedding.fine_tuned are missing");
    assertThat(temporary).isEmptyDirectory();
  }

  private static MetaGraphDef metaGraph(Path directory) throws IOException {
    SavedModel model =
        SavedModel.parseFrom(Files.readAllBytes(directory.resolve("saved_model.pb")));
    assertThat(model.getMetaGraphsList()).hasSize(1);
    return model.getMetaGraphs(0);
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      for (int output = 0; output < expected[i].length; output++) {
        assertThat(actual[i][output])
            .as("text %d output %d", i, output)
            .isCloseTo(expected[i][output], within(1e-6f));
      }
    }
  }
}
