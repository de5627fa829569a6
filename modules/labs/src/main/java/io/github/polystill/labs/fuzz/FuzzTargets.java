package io.github.polystill.labs.fuzz;

import static io.github.polystill.labs.fuzz.FuzzTarget.DIRECTORY;
import static io.github.polystill.labs.fuzz.FuzzTarget.FILE;

import com.google.protobuf.CodedOutputStream;
import io.github.polystill.corpora.text.TextKind;
import io.github.polystill.corpora.text.TextSources;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.distillation.Responses;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.experiments.reproduction.Results;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunReports;
import io.github.polystill.labs.fuzz.FuzzTarget.Seed;
import io.github.polystill.labs.fuzz.Program.Outcome;
import io.github.polystill.models.WeightsFile;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import io.github.polystill.serving.protocol.MalformedRequestException;
import io.github.polystill.serving.protocol.RequestReader;
import io.github.polystill.serving.server.ServerSettings;
import io.github.polystill.serving.text.InputFormat;
import io.github.polystill.serving.text.InputText;
import io.github.polystill.serving.text.InputTexts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.lang3.function.FailableConsumer;
import org.tensorflow.proto.SavedModel;

/** All that is read, with valid files to start from. */
public final class FuzzTargets {
  /** The file of a model that holds its graph. */
  static final String GRAPH = "saved_model.pb";

  private static final String JSON_LINES =
      """
      {"id": "a", "text": "頭痛 發燒 三天", "labels": ["感冒", "頭痛"], "group": "g1", "split": "train"}
      {"id": "b", "text": "cough\\nand fever", "labels": ["感冒"], "group": "g2", "split": "test"}
      {"id": "c", "text": "胃痛", "labels": [], "group": "g1", "split": "dev"}
      {"id": "d", "text": "膝蓋 痛", "labels": ["頭痛"], "group": "g3", "split": "train"}
      """;

  private static final String CSV =
      """
      id,text,labels,group
      1,"頭痛, 發燒",感冒;頭痛,a
      2,"two
      lines",感冒,b
      3,"a ""quoted"" word",,a
      """;

  private static final String EXPERIMENT =
      """
      name: tiny
      corpus: {generate: {documents: 60, seed: 1}, minLabelCount: 32}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 40}
      architectures:
        - textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}
      teacher: {classWeights: [0.5, 2]}
      optimisation: {epochs: 1, patience: 1, learningRate: 0.01}
      folds: {count: 3, run: [1]}
      """;

  private static final String WIKI =
      """
      <mediawiki xml:lang="zh"><siteinfo><namespaces><namespace key="0" /><namespace key="14">Category</namespace></namespaces></siteinfo>
      <page><title>頭痛</title><ns>0</ns><id>1</id><revision><id>2</id><text bytes="9">'''頭痛'''是[[症狀|一種症狀]]。{{Infobox|a={{b}}}}&lt;ref name="x">注&lt;/ref>
      == 原因 ==
      -{zh-hans:计算机; zh-hant:電腦}-與&lt;math>x^2&lt;/math> &amp;amp; {| class="a" | b |}</text></revision></page>
      <page><title>B</title><ns>0</ns><id>3</id><redirect title="A" /><revision><id>4</id><text>#REDIRECT [[A]]</text></revision></page></mediawiki>
      """;

  private static final String DOCCANO =
      """
      {"id": 1, "text": "頭痛 發燒", "label": ["感冒"], "Comments": []}
      {"id": 2, "text": "cough", "label": ["感冒", "咳"], "Comments": []}
      """;

  private static final String LABEL_STUDIO =
      """
      [{"id": 1, "data": {"text": "頭痛"}, "annotations": [{"id": 3, "result": [{"from_name": "topic", "to_name": "text",
       "type": "choices", "value": {"choices": ["感冒", "頭痛"]}}], "was_cancelled": false}]},
       {"id": 2, "data": {"text": "cough"}, "annotations": [{"id": 4, "result": []}]}]
      """;

  private static final String DIALOGUE =
      """
      {"example-id": "ID", "dialogue-content": [
       {"speaker": "患者", "sentence": "頭痛 ID", "normalized": ["頭痛", "發燒"], "type": ["1", "0"], "label": ["O"]},
       {"speaker": "醫生", "sentence": "多久了", "normalized": [], "type": [], "label": []}]}
      """;

  private static final String REQUESTS =
      """
      {"signature_name": "serving_default", "instances": [{"tokens": ["頭痛", "發燒"]}, {"tokens": ["a", "b"]}]}
      """;

  private final List<FuzzTarget> all = new ArrayList<>();

  private FuzzTargets() {}

  List<FuzzTarget> all() {
    return all;
  }

  /**
   * Prepares: runs a tiny experiment, whose run directory and model are inputs as well.
   *
   * @param directory for them
   */
  public static FuzzTargets prepare(Program program, Path directory) throws IOException {
    FuzzTargets targets = new FuzzTargets();
    targets.addCorpora(directory);
    targets.addTexts();
    targets.addVectors(directory);
    targets.addExperiments(directory);
    targets.addRequests();
    targets.addRun(program, directory);
    return targets;
  }

  private void addCorpora(Path directory) throws IOException {
    List<Seed> jsonLines = List.of(Seed.of("corpus.jsonl", JSON_LINES));
    corpus("corpus json lines", 80, jsonLines);
    corpus("corpus json", 60, List.of(Seed.of("corpus.json", array(JSON_LINES))));
    corpus("corpus csv", 80, List.of(Seed.of("corpus.csv", CSV)));
    corpus(
        "corpus tsv",
        50,
        List.of(Seed.of("corpus.tsv", "id\ttext\tlabels\na\t頭痛\t感冒\nb\t\"x\ty\"\ta;b\n")));
    corpus(
        "corpus fasttext",
        40,
        List.of(Seed.of("corpus.txt", "__label__a __label__b 頭痛\n__label__a cough\n")));
    corpus(
        "corpus libmultilabel",
        40,
        List.of(Seed.of("corpus.txt", "1\ta b\t頭痛 發燒\n2\ta\tcough\n")),
        "--format",
        "libmultilabel");
    corpus(
        "corpus doccano",
        40,
        List.of(
            Seed.of("corpus.jsonl", DOCCANO),
            Seed.of("corpus.json", array(DOCCANO)),
            Seed.of("corpus.csv", "id,text,label\n1,a,b#c\n")),
        "--format",
        "doccano");
    corpus(
        "corpus label studio",
        40,
        List.of(
            Seed.of("corpus.json", LABEL_STUDIO),
            Seed.of(
                "corpus.json",
                "[{\"id\": 1, \"text\": \"頭痛\", \"topic\": {\"choices\": [\"a\"]}}, {\"id\": 2, \"text\": \"b\", \"topic\": \"a\"}]"),
            Seed.of(
                "corpus.csv",
                "id,text,topic\n1,頭痛,\"{\"\"choices\"\": [\"\"a\"\", \"\"b\"\"]}\"\n")),
        "--format",
        "label-studio",
        "--labels",
        "topic");
    corpus("corpus compressed", 60, compressed("corpus.jsonl", JSON_LINES));
    corpus("corpus bomb", 1, bombs("corpus.jsonl"));
    all.add(
        FuzzTarget.ofCommand(
            "corpus folds",
            30,
            List.of(Seed.of("corpus.jsonl", JSON_LINES.replace("group", "g"))),
            "corpus",
            "folds",
            FILE,
            "--folds",
            "2"));
    all.add(
        FuzzTarget.ofCommand(
            "corpus split", 30, jsonLines, "corpus", "stats", FILE, "--split", "split"));
    addDialogues(directory.resolve("cmdd"));
  }

  private void addDialogues(Path directory) throws IOException {
    List<Seed> seeds =
        Stream.of("train", "dev", "test")
            .map(it -> Seed.of(it + "/" + it + "_1.json", DIALOGUE.replace("ID", it)))
            .toList();
    for (Seed seed : seeds) {
      AtomicFiles.write(directory.resolve(seed.path()), out -> out.write(seed.content()));
    }
    all.add(
        FuzzTarget.ofCommand(
                "cmdd",
                30,
                seeds,
                "corpus",
                "import",
                "cmdd",
                DIRECTORY,
                "--out",
                DIRECTORY + "/out.jsonl",
                "--force")
            .in(directory));
  }

  private void corpus(String name, int share, List<Seed> seeds, String... more) {
    List<String> arguments = new ArrayList<>(List.of("corpus", "check", FILE));
    arguments.addAll(List.of(more));
    all.add(FuzzTarget.ofCommand(name, share, seeds, arguments.toArray(String[]::new)));
  }

  private void addTexts() throws IOException {
    List<Seed> dumps = new ArrayList<>(compressed("dump.xml", WIKI));
    for (int i = 0; i < 6; i++) {
      dumps.add(Seed.of("dump.xml", WIKI));
    }
    all.add(
        FuzzTarget.ofCommand(
            "wiki dump",
            30,
            dumps,
            "corpus",
            "extract-wiki",
            FILE,
            "--out",
            DIRECTORY + "/out.txt",
            "--force",
            "--threads",
            "1"));
    all.add(
        FuzzTarget.ofReader(
            "texts",
            40,
            List.of(
                Seed.of("text.txt", "頭痛 發燒\n\ncough\n"),
                Seed.of("text.jsonl", JSON_LINES),
                Seed.of("text.csv", CSV),
                Seed.of("text.xml", WIKI)),
            file -> {
              try (TextReader reader = TextSources.of(file, TextKind.AUTO).open()) {
                while (reader.next() != null) {
                  reader.bytesRead();
                }
              }
            }));
    for (InputFormat format : InputFormat.values()) {
      String content =
          switch (format) {
            case CSV -> CSV;
            case TSV -> CSV.replace(',', '\t');
            case LINES -> "頭痛\ncough\n";
            case FASTTEXT -> "__label__a 頭痛\n";
            case LIBMULTILABEL -> "1\ta\t頭痛\n";
            default -> JSON_LINES;
          };
      all.add(
          FuzzTarget.ofReader(
              "predict " + format.name().toLowerCase(Locale.ROOT),
              20,
              List.of(Seed.of("texts", content)),
              file -> {
                InputTexts.Fields fields = new InputTexts.Fields("text", Optional.empty());
                InputFormat.of(file, "text");
                try (InputTexts texts =
                    InputTexts.open(CompressedFile.open(file), file.toString(), format, fields)) {
                  Optional<InputText> text = texts.next();
                  while (text.isPresent()) {
                    text = texts.next();
                  }
                }
              }));
    }
  }

  private void addVectors(Path directory) throws IOException {
    String text = "3 4\n頭痛 0.1 0.2 0.3 -0.4\n發燒 1 0 0.5 1e-3\ncough 0 0 0 1\n";
    List<Seed> seeds = new ArrayList<>(compressed("vectors.txt", text));
    for (int i = 0; i < 4; i++) {
      seeds.add(Seed.of("vectors.txt", text));
      seeds.add(new Seed("vectors.bin", binaryVectors()));
    }
    all.add(FuzzTarget.ofCommand("vectors info", 60, seeds, "vectors", "info", FILE));
    all.add(
        FuzzTarget.ofCommand("vectors neighbors", 60, seeds, "vectors", "neighbors", FILE, "頭痛"));
    Path vectors = Files.writeString(directory.resolve("vectors.txt"), text);
    all.add(
        FuzzTarget.ofCommand(
            "word pairs",
            20,
            List.of(Seed.of("pairs.tsv", "頭痛\t發燒\t3.5\n頭痛\tcough\t1\n發燒\tcough\t2\n")),
            "vectors",
            "evaluate",
            vectors.toString(),
            "--pairs",
            FILE));
    all.add(
        FuzzTarget.ofReader(
            "vocabulary",
            30,
            List.of(Seed.of("vocabulary.txt", "<pad>\n<unk>\n頭痛\n發燒\ncough\n")),
            Vocabulary::load));
  }

  private static byte[] binaryVectors() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("2 4\n".getBytes(StandardCharsets.UTF_8));
    for (String word : List.of("頭痛", "cough")) {
      out.writeBytes((word + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(numbers.putFloat(0.5f).putFloat(-1).putFloat(0).putFloat(1e-3f).array());
      out.write('\n');
    }
    return out.toByteArray();
  }

  private void addExperiments(Path directory) throws IOException {
    all.add(
        FuzzTarget.ofReader(
            "experiment",
            100,
            List.of(
                Seed.of("experiment.yaml", EXPERIMENT),
                Seed.of(
                    "experiment.yaml",
                    "{\"name\": \"a\", \"corpus\": {\"path\": \"a.jsonl\", \"labels\": [\"x\"]}, \"seed\": 3}"),
                Seed.of(
                    "experiment.yaml",
                    "base: &a [1, 2]\nname: 'x'\ncorpus:\n  path: \"b.csv\"\nteacher: {classWeights: *a}\n")),
            file -> ExperimentFile.read(file, List.of()).requireFiles()));
    Path experiment = Files.writeString(directory.resolve("tiny.yaml"), EXPERIMENT);
    all.add(
        FuzzTarget.ofReader(
            "override",
            40,
            Stream.of(
                    "optimisation.epochs=3",
                    "architectures=[textcnn: {filters: 8}]",
                    "corpus.labels=[a, b]",
                    "seed=\"1\"")
                .map(it -> Seed.of("override", it))
                .toList(),
            file -> {
              String override = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
              ExperimentFile.read(experiment, List.of(override)).requireFiles();
            }));
  }

  private void addRequests() {
    TensorDescription tokens =
        new TensorDescription("tokens", "tokens:0", TensorDescription.Type.STRING, List.of(-1, -1));
    TensorDescription ids =
        new TensorDescription("ids", "ids:0", TensorDescription.Type.INT32, List.of(-1, -1));
    TensorDescription output =
        new TensorDescription("probabilities", "p:0", TensorDescription.Type.FLOAT, List.of(-1, 3));
    RequestReader reader =
        new RequestReader(
            Map.of(
                "serving_default",
                    new SignatureDescription(
                        "serving_default", "m", List.of(tokens), List.of(output)),
                "ids", new SignatureDescription("ids", "m", List.of(ids), List.of(output))),
            256,
            ServerSettings.CHARACTERS);
    all.add(
        FuzzTarget.ofReader(
            "request",
            80,
            Stream.of(
                    REQUESTS,
                    "{\"instances\": [{\"text\": \"頭痛\"}, {\"text\": \"b\"}]}",
                    "{\"inputs\": {\"tokens\": [[\"a\", \"b\"]]}}",
                    "{\"inputs\": [\"a b\"]}",
                    "{\"signature_name\": \"ids\", \"instances\": [[1, 2, 3], [4, 5, 6]]}",
                    "{\"instances\": [{\"tokens\": [{\"b64\": \"YQ==\"}]}]}")
                .map(it -> Seed.of("body.json", it))
                .toList(),
            file -> {
              try {
                reader.read(Files.readAllBytes(file));
              } catch (MalformedRequestException e) {
                throw new InvalidInputException(e.getMessage(), e);
              }
            }));
  }

  private void addRun(Program program, Path directory) throws IOException {
    Path run = directory.resolve("run");
    Path models = directory.resolve("models");
    Outcome made =
        program.run(
            List.of(
                "run",
                directory.resolve("tiny.yaml").toString(),
                "--out",
                run.toString(),
                "--workers",
                "1",
                "--set",
                "export.trainings=[distilled]",
                "--set",
                "export.predictions=0",
                "--set",
                "export.to=" + models));
    if (made.exitCode() != 0) {
      throw new IOException("the run of the preparation failed: " + made.printed());
    }
    Path model;
    try (Stream<Path> versions = Files.list(models)) {
      model = versions.filter(Files::isDirectory).findFirst().orElseThrow().resolve("1");
    }
    Path graph = model.resolve(GRAPH);
    Files.write(graph, inOneOrder(SavedModel.parseFrom(Files.readAllBytes(graph))));
    List<Seed> ofModel = files(model);
    FuzzTarget.Reading reading =
        (p, place, file) -> p.run(() -> ModelText.read(place).tokens("頭痛"));
    all.add(
        new FuzzTarget(
            GRAPH,
            60,
            Optional.of(model),
            ofModel.stream().filter(it -> it.path().equals(GRAPH)).toList(),
            reading));
    all.add(
        new FuzzTarget(
            "model.json",
            40,
            Optional.of(model),
            ofModel.stream().filter(it -> it.path().endsWith("model.json")).toList(),
            reading));
    // TensorFlow takes a hundred times longer for an input than other readers do.
    all.add(
        FuzzTarget.ofCommand(
                "predict",
                10,
                ofModel.stream()
                    .filter(it -> it.path().matches("saved_model.pb|(variables|assets)/.*"))
                    .flatMap(it -> Stream.generate(() -> it).limit(it.path().equals(GRAPH) ? 4 : 1))
                    .toList(),
                "predict",
                DIRECTORY,
                "--text",
                "頭痛 發燒",
                "--timeout",
                "2")
            .in(model)
            .inNativeCode());
    List<Seed> ofRun = files(run);
    all.add(
        FuzzTarget.ofCommand("run directory", 1, ofRun, "compare", run.toString(), DIRECTORY)
            .in(run));
    all.add(
        new FuzzTarget(
            "report",
            3,
            Optional.of(run),
            ofRun,
            (p, place, file) -> p.run(() -> RunReports.of(new RunDirectory(place)))));
    reader("weights", 40, ofRun, "weights.bin", WeightsFile::read);
    reader("predictions", 50, ofRun, ".csv", file -> PredictionsCsv.read(file));
    reader("metrics.json", 50, ofRun, "metrics.json", file -> MetricsJson.read(file));
    reader("environment.json", 40, ofRun, "environment.json", file -> RunEnvironment.read(file));
    reader("log", 40, ofRun, "log.jsonl", file -> RunLog.warnings(file));
    Path expected = directory.resolve("expected.json");
    Results.of(new RunDirectory(run)).write(expected);
    reader(
        "expected results",
        40,
        List.of(new Seed("expected.json", Files.readAllBytes(expected))),
        "expected.json",
        file -> Results.read(file));
    Corpus corpus =
        new Corpus(
            Stream.of("a", "b").map(id -> new Document(id, "text", List.of())).toList(),
            LabelSet.of(List.of("x", "y")));
    reader(
        "responses csv",
        30,
        List.of(Seed.of("responses.csv", "id,x:probability,y:logit\na,0.5,-2\nb,1,3e-4\n")),
        ".csv",
        file -> Responses.read(CompressedFile.open(file), file.toString(), corpus));
    reader(
        "responses json",
        30,
        List.of(
            Seed.of(
                "responses.jsonl",
                """
                {"id": "a", "probabilities": {"x": 0.5, "y": 1}}
                {"id": "b", "logits": {"x": -2, "y": 3e-4}}
                """)),
        ".jsonl",
        file -> Responses.read(CompressedFile.open(file), file.toString(), corpus));
  }

  /** With its maps in the order of their keys: else each process has another. */
  static byte[] inOneOrder(SavedModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    model.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private void reader(
      String name,
      int share,
      List<Seed> seeds,
      String end,
      FailableConsumer<Path, Exception> reader) {
    List<Seed> own = seeds.stream().filter(it -> it.path().endsWith(end)).toList();
    all.add(FuzzTarget.ofReader(name, share, own, reader));
  }

  private static List<Seed> files(Path directory) throws IOException {
    List<Seed> seeds = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.toString().matches(".*(/figures/|report\\.html|table\\.|\\.lock).*")) {
          seeds.add(new Seed(directory.relativize(file).toString(), Files.readAllBytes(file)));
        }
      }
    }
    return seeds;
  }

  private static String array(String jsonLines) {
    return "[" + String.join(",\n", jsonLines.lines().toList()) + "]";
  }

  private static List<Seed> compressed(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return List.of(
        new Seed(name + ".gz", gzip(bytes, 1)),
        new Seed(name + ".gz", gzip(bytes, 1)),
        new Seed(name, zip(name, bytes)));
  }

  /** Megabytes of what a few kilobytes are unpacked to. */
  private static List<Seed> bombs(String name) throws IOException {
    return List.of(
        new Seed(name + ".gz", gzip(new byte[1 << 16], 32)),
        new Seed(
            name + ".gz", gzip("[{\"a\":".repeat(1 << 12).getBytes(StandardCharsets.UTF_8), 32)));
  }

  private static byte[] gzip(byte[] content, int times) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
