package io.github.polystill.labs.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.segmentation.TextNormalizer;
import io.github.polystill.data.transformers.TokenNetwork;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.labs.segmentation.SegmentationHead.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A word segmenter of CKIP's form, of an encoder that stays as it is and a head that is trained to
 * cut texts as HanLP does.
 */
public final class HeadTraining {
  private static final int SHORTEST = 20;
  private static final int LONGEST = 400;
  private static final int WINDOW = 2;
  private static final int UNITS = 128;

  private HeadTraining() {}

  /**
   * What came of it.
   *
   * @param agreement F1 of its words against HanLP's, over texts that it was not trained on
   */
  public record Result(int texts, int characters, int heldOut, double agreement) {}

  /**
   * Trains a head and writes the segmenter.
   *
   * @param encoder directory of {@code model.onnx} and {@code tokenizer.json}
   * @param lines of texts; a fifth of those that are taken is held out
   * @param characters to take, of lines at random
   * @param out directory to write
   */
  public static Result run(
      Path encoder, List<String> lines, int characters, int epochs, Path out, int threads)
      throws IOException {
    List<List<String>> texts = texts(lines, characters);
    int trained = texts.size() * 4 / 5;
    JsonNode vocabulary =
        RecordsJson.mapper()
            .readTree(Files.readString(encoder.resolve("tokenizer.json")))
            .at("/model/vocab");
    Map<Integer, String> tokens = new TreeMap<>();
    vocabulary.properties().forEach(it -> tokens.put(it.getValue().asInt(), it.getKey()));
    SegmentationHead head;
    try (TokenNetwork network =
        Transformers.require("bench ckip-head").open(encoder.resolve("model.onnx"), threads)) {
      head = new SegmentationHead(network.width(), WINDOW, UNITS, 1);
      List<Example> examples = new ArrayList<>();
      for (List<String> words : texts.subList(0, trained)) {
        int[] ids = ids(String.join("", words), vocabulary);
        examples.add(new Example(network.run(List.of(ids)).get(0), begins(words)));
      }
      head.train(examples, epochs, 1);
    }
    OnnxGraph graph = OnnxGraph.of(encoder.resolve("model.onnx"));
    graph.write(out, head.append(graph, "last_hidden_state"), tokens.values());
    return new Result(
        trained,
        texts.subList(0, trained).stream().mapToInt(it -> String.join("", it).length()).sum(),
        texts.size() - trained,
        agreement(out, texts.subList(trained, texts.size())));
  }

  /** The words that HanLP cuts some lines into, each line once. */
  private static List<List<String>> texts(List<String> lines, int characters) {
    List<String> shuffled = new ArrayList<>(new LinkedHashSet<>(lines));
    Collections.shuffle(shuffled, new Random(1));
    List<List<String>> texts = new ArrayList<>();
    int taken = 0;
    for (String line : shuffled) {
      String text = TextNormalizer.normalize(line);
      boolean isUsual =
          text.length() >= SHORTEST
              && text.length() <= LONGEST
              && text.length() == text.codePointCount(0, text.length());
      if (isUsual && taken < characters) {
        texts.add(Segmenters.HANLP_TRADITIONAL.segment(text));
        taken += text.length();
      }
    }
    if (texts.size() < 10) {
      throw InvalidInputException.of(
          "%d lines of %d to %d characters; give more text", texts.size(), SHORTEST, LONGEST);
    }
    return texts;
  }

  private static boolean[] begins(List<String> words) {
    boolean[] begins = new boolean[words.stream().mapToInt(String::length).sum()];
    int at = 0;
    for (String word : words) {
      begins[at] = true;
      at += word.length();
    }
    return begins;
  }

  /** As CKIP reads a text. */
  private static int[] ids(String text, JsonNode vocabulary) {
    int unknown = vocabulary.path("[UNK]").asInt();
    return IntStream.concat(
            IntStream.concat(
                IntStream.of(vocabulary.path("[CLS]").asInt()),
                text.chars().map(it -> vocabulary.path(Character.toString(it)).asInt(unknown))),
            IntStream.of(vocabulary.path("[SEP]").asInt()))
        .toArray();
  }

  private static double agreement(Path model, List<List<String>> texts) {
    long both = 0;
    long all = 0;
    try (Segmenter segmenter = Transformers.require("bench ckip-head").ckip(model, false, true)) {
      for (List<String> words : texts) {
        Set<Long> expected = spans(words);
        Set<Long> found = spans(segmenter.segment(String.join("", words)));
        all += expected.size() + found.size();
        found.retainAll(expected);
        both += found.size();
      }
    }
    return 2.0 * both / all;
  }

  private static Set<Long> spans(List<String> words) {
    Set<Long> spans = new HashSet<>();
    long begin = 0;
    for (String word : words) {
      spans.add(begin << 32 | word.length());
      begin += word.length();
    }
    return spans;
  }
}
