package io.github.polystill.corpora.synthetic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which document is on which topic and carries which labels. The number of documents per label is
 * exact; which documents they are depends on the topics.
 *
 * @param topics index of the topic, [documents]
 * @param targets whether a document carries a label, [documents][labels]; at least one each
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelPlan(int[] topics, boolean[][] targets) {
  /**
   * Shares {@code documents} out to labels in the proportion of {@code shares} out of {@code
   * whole}, by largest remainder: the sum is that of the shares, scaled and rounded.
   */
  static int[] counts(int[] shares, int whole, int documents) {
    int[] counts = new int[shares.length];
    long[] remainders = new long[shares.length];
    for (int i = 0; i < shares.length; i++) {
      long scaled = (long) shares[i] * documents;
      counts[i] = (int) (scaled / whole);
      remainders[i] = scaled % whole;
    }
    long sum = (long) Arrays.stream(shares).sum() * documents;
    int left = (int) ((2 * sum + whole) / (2L * whole)) - Arrays.stream(counts).sum();
    IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> -remainders[i]))
        .limit(left)
        .forEach(i -> counts[i]++);
    return counts;
  }

  /**
   * Draws topics by their percentages and, per label, {@code counts} documents without replacement,
   * with their topics' affinities as weights (Efraimidis and Spirakis 2006: the smallest keys
   * {@code -ln(u) / weight}). Documents left without a label then take one over from another
   * document.
   */
  static LabelPlan draw(List<Topic> topics, int[] counts, int documents, Dice dice) {
    int[] topicOf = new int[documents];
    for (int i = 0; i < documents; i++) {
      topicOf[i] = drawTopic(topics, dice);
    }
    double[][] keys = new double[counts.length][documents];
    boolean[][] targets = new boolean[documents][counts.length];
    for (int label = 0; label < counts.length; label++) {
      for (int i = 0; i < documents; i++) {
        // StrictMath, because Math.log may differ in the last bit from machine to machine.
        keys[label][i] =
            -StrictMath.log(1 - dice.unit()) / topics.get(topicOf[i]).affinities()[label];
      }
      int[] smallestFirst = byKey(keys[label]);
      for (int i = 0; i < counts[label]; i++) {
        targets[smallestFirst[i]][label] = true;
      }
    }
    labelEveryDocument(targets, keys);
    return new LabelPlan(topicOf, targets);
  }

  private static int drawTopic(List<Topic> topics, Dice dice) {
    int percent = dice.below(100);
    int topic = 0;
    while (percent >= topics.get(topic).percent()) {
      percent -= topics.get(topic++).percent();
    }
    return topic;
  }

  private static int[] byKey(double[] keys) {
    return IntStream.range(0, keys.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> keys[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Gives every document without a label the one it came nearest to, from the document with several
   * labels that held it by the narrowest margin; so the counts stay.
   */
  private static void labelEveryDocument(boolean[][] targets, double[][] keys) {
    int[] held = new int[targets.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = labelCount(targets[i]);
    }
    // Per label, all documents from the largest key; the next donor is never before its position.
    int[][] order = new int[keys.length][];
    int[] position = new int[keys.length];
    for (int label = 0; label < keys.length; label++) {
      order[label] = byKey(keys[label]);
      position[label] = held.length - 1;
    }
    for (int i = 0; i < held.length; i++) {
      if (held[i] == 0) {
        int label = nearestLabel(i, targets, keys, held, order, position);
        int donor = order[label][position[label]];
        targets[donor][label] = false;
        targets[i][label] = true;
        held[donor]--;
        held[i]++;
      }
    }
  }

  private static int nearestLabel(
      int document,
      boolean[][] targets,
      double[][] keys,
      int[] held,
      int[][] order,
      int[] position) {
    int nearest = -1;
    double best = Double.POSITIVE_INFINITY;
    for (int label = 0; label < keys.length; label++) {
      while (position[label] >= 0
          && !canGive(order[label][position[label]], label, targets, held)) {
        position[label]--;
      }
      if (position[label] >= 0) {
        double distance = keys[label][document] / keys[label][order[label][position[label]]];
        if (distance < best) {
          best = distance;
          nearest = label;
        }
      }
    }
    return nearest;
  }

  private static boolean canGive(int document, int label, boolean[][] targets, int[] held) {
    return targets[document][label] && held[document] > 1;
  }

  private static int labelCount(boolean[] labels) {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }
}
