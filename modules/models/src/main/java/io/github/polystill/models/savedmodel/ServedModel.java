package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.WeightStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * All that a SavedModel is made of.
 *
 * @param spec shape of each network
 * @param networks trained weights of each network by parameter name: one for a student; for a
 *     teacher one per label, each with one output
 * @param vectors the word vectors that training started from, a row for each word
 * @param vocabulary the words, in the order of those rows
 * @param layout how the words of a text become a row of tokens
 * @param labels names of the outputs in their order
 * @param thresholds a label is predicted where its probability exceeds its own
 * @param splitsCharacters whether training took characters for words, so that the graph can cut raw
 *     text itself
 * @param storage as what the weights are kept
 * @param tabled whether the first product of the network is looked up in a table of all words
 *     instead of computed; larger and faster
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ServedModel(
    NetworkSpec spec,
    List<Map<String, float[]>> networks,
    EmbeddingMatrix vectors,
    Vocabulary vocabulary,
    TokenLayout layout,
    List<String> labels,
    List<Double> thresholds,
    boolean splitsCharacters,
    WeightStorage storage,
    boolean tabled) {
  /** Bytes of a model's tables at most. */
  public static final long TABLES_AT_MOST = 1L << 29;

  /** Bytes of a student's tables at most, unless they are asked for. */
  private static final long STUDENT_TABLES = 1L << 28;

  /**
   * Checks that the parts fit.
   *
   * @throws InvalidInputException where a label's name cannot stand in a line of a file
   */
  public ServedModel {
    networks = List.copyOf(networks);
    labels = List.copyOf(labels);
    thresholds = List.copyOf(thresholds);
    int outputs = networks.size() * spec.outputs();
    if (labels.size() != outputs || thresholds.size() != outputs) {
      throw new IllegalArgumentException(
          labels.size() + " labels, " + thresholds.size() + " thresholds, " + outputs + " outputs");
    }
    if (vocabulary.size() != spec.table().words() || vectors.rows() != spec.table().words()) {
      throw new IllegalArgumentException(
          vocabulary + " and " + vectors.rows() + " vectors for " + spec.table());
    }
    for (String label : labels) {
      if (label.isEmpty() || label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
        throw new InvalidInputException(
            "label \""
                + label.replace("\n", "\\n").replace("\r", "\\r")
                + "\" is empty or has a line end, which a SavedModel cannot list; rename it in the corpus");
      }
    }
  }

  /** Whether its networks have trained word vectors of their own. */
  private boolean hasOwnVectors() {
    return networks.get(0).containsKey(LayerScope.FINE_TUNED_TABLE);
  }

  /**
   * The same model with tables where they pay: a student of an architecture that is much faster
   * with them, and a teacher whose experts have word vectors of their own, which the tables then
   * take the place of. Not where they would be larger than {@value #STUDENT_TABLES} bytes, of a
   * teacher {@value #TABLES_AT_MOST}.
   */
  public ServedModel tabledWhereItPays() {
    if (networks.size() > 1) {
      return hasOwnVectors() ? tabledUpTo(TABLES_AT_MOST) : this;
    }
    return spec.architecture().isFasterWithTables() ? tabledUpTo(STUDENT_TABLES) : this;
  }

  /**
   * The same model with tables as they are asked for, up to {@value #TABLES_AT_MOST} bytes, or
   * without; empty for {@linkplain #tabledWhereItPays where they pay}.
   */
  public ServedModel tabledAsAsked(Optional<Boolean> tables) {
    if (tables.isEmpty()) {
      return tabledWhereItPays();
    }
    return tables.get() ? tabledUpTo(TABLES_AT_MOST) : this;
  }

  /** The same model with tables, if all of them together are no more than some bytes. */
  public ServedModel tabledUpTo(long bytes) {
    long needed = networks.size() == 1 || isStacked() ? WordTables.bytes(this) : 0;
    boolean fits = needed > 0 && needed <= bytes;
    return with(networks, labels, thresholds, fits);
  }

  /** One expert of a teacher as a model of its own, without tables. */
  public ServedModel expert(int index) {
    return with(
        networks.subList(index, index + 1),
        labels.subList(index, index + 1),
        thresholds.subList(index, index + 1),
        false);
  }

  private ServedModel with(
      List<Map<String, float[]>> some,
      List<String> theirLabels,
      List<Double> theirThresholds,
      boolean asTables) {
    return new ServedModel(
        spec,
        some,
        vectors,
        vocabulary,
        layout,
        theirLabels,
        theirThresholds,
        splitsCharacters,
        storage,
        asTables);
  }

  /** Whether the networks are computed at once, with their weights in one tensor. */
  boolean isStacked() {
    return networks.size() > 1 && spec.outputs() == 1 && spec.architecture().isStackable();
  }
}
