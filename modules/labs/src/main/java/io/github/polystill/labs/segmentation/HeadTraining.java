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
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * A word segmenter of CKIP's form, of an encoder that stays as it is and a head that is trained to
 * cut texts as HanLP does.
 */
public final class HeadTraining {
  private static final int SHORTEST = 20;
  private static final int LONGEST = 400;
  private static final int WINDOW = 2;
  private static final int UNITS = 256;
  private static final int BATCH = 16;
  private static final double RATE = 1e-3;

  private HeadTraining() {}

  /**
   * What came of it.
   *
   * @param agreement F1 of its words against HanLP's, over texts that it was not trained on
   */
  public record Result(int texts, int characters, int heldOut, double agreement) {}

  /**
   * Trains a head and writes the segmenter, of as much of the encoder as the head reads.
   *
   * @param encoder directory of {@code model.onnx} and {@code tokenizer.json}
   * @param states names of the values in its graph that the head reads, each [sequences, tokens,
   *     width]
   * @param lines of texts; a fifth of those that are taken is held out
   * @param characters to take, of lines at random
   * @param out directory to write
   * @param progress is told the epoch and how many of its texts are learnt
   */
  public static Result run(
      Path encoder,
      List<String> states,
      List<String> lines,
      int characters,
      int epochs,
      Path out,
      int threads,
      BiConsumer<Integer, Integer> progress)
      throws IOException {
    List<List<String>> texts = texts(lines, characters);
    List<List<String>> learnt = new ArrayList<>(texts.subList(0, texts.size() * 4 / 5));
    List<List<String>> heldOut = texts.subList(learnt.size(), texts.size());
    JsonNode vocabulary =
        RecordsJson.mapper()
            .readTree(Files.readString(encoder.resolve("tokenizer.json")))
            .at("/model/vocab");
    Map<Integer, String> tokens = new TreeMap<>();
    vocabulary.properties().forEach(it -> tokens.put(it.getValue().asInt(), it.getKey()));
    Files.createDirectories(out);
    Path model = encoder.resolve("model.onnx");
    Path lower = out.resolve("model.onnx");
    Transformers transformers = Transformers.require("bench ckip-head");
    int width = states.size() * width(transformers, model);
    OnnxGraph cut = OnnxGraph.of(model);
    cut.save(lower, cut.concatenated(states), "states", width);
    try (TokenNetwork network = transformers.open(lower, threads);
        SegmentationHead head = new SegmentationHead(width, WINDOW, UNITS, 1)) {
      Random random = new Random(1);
      int steps = (learnt.size() + BATCH - 1) / BATCH * epochs;
      int step = 0;
      for (int epoch = 1; epoch <= epochs; epoch++) {
        Collections.shuffle(learnt, random);
        for (int begin = 0; begin < learnt.size(); begin += BATCH) {
          List<List<String>> batch = learnt.subList(begin, Math.min(begin + BATCH, learnt.size()));
          head.step(examples(network, batch, vocabulary), RATE * (1 - (double) step++ / steps));
          progress.accept(epoch, begin + batch.size());
        }
      }
      OnnxGraph graph = OnnxGraph.of(model);
      graph.write(out, head.append(graph, graph.concatenated(states)), tokens.values());
    }
    return new Result(
        learnt.size(),
        learnt.stream().mapToInt(it -> String.join("", it).length()).sum(),
        heldOut.size(),
        agreement(out, heldOut));
  }

  private static int width(Transformers transformers, Path model) {
    try (TokenNetwork network = transformers.open(model, 1)) {
      return network.width();
    }
  }

  private static List<Example> examples(
      TokenNetwork network, List<List<String>> texts, JsonNode vocabulary) {
    List<float[]> states =
        network.run(texts.stream().map(it -> ids(String.join("", it), vocabulary)).toList());
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new Example(states.get(i), begins(texts.get(i))))
        .toList();
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
