package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * All that a SavedModel is made of.
 *
 * @param networks of one or several shapes: one network for a student, experts of one output each
 *     for a teacher
 * @param mean how experts answer as one; empty where the outputs of the networks are the labels
 * @param vectors the word vectors that training started from, a row for each word
 * @param vocabulary the words, in the order of those rows
 * @param labels names of the outputs in their order
 * @param thresholds a label is predicted where its probability exceeds its own
 * @param splitsCharacters whether training took characters for words, so that the graph can cut raw
 *     text itself
 * @param storage as what the weights are kept
 * @param tabled whether the first product of the networks is looked up in a table of all words
 *     instead of computed; larger and faster
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ServedModel(
    List<ServedNetworks> networks,
    Optional<ExpertMean> mean,
    EmbeddingMatrix vectors,
    Vocabulary vocabulary,
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
    int outputs = networks.stream().mapToInt(ServedNetworks::outputs).sum();
    int answers =
        mean.isEmpty()
            ? labels.size()
            : mean.get().shares().size()
                - mean.get().linear().stream().mapToInt(it -> it.weights().size()).sum();
    if (answers != outputs || thresholds.size() != labels.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels, " + thresholds.size() + " thresholds, " + outputs + " outputs");
    }
    for (ServedNetworks some : networks) {
      EmbeddingTableShape table = some.spec().table();
      if (vocabulary.size() != table.words() || vectors.rows() != table.words()) {
        throw new IllegalArgumentException(
            vocabulary + " and " + vectors.rows() + " vectors for " + table);
      }
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

  /** A model of networks whose outputs are the labels, in their order. */
  public ServedModel(
      ServedNetworks networks,
      EmbeddingMatrix vectors,
      Vocabulary vocabulary,
      List<String> labels,
      List<Double> thresholds,
      boolean splitsCharacters,
      WeightStorage storage) {
    this(
        List.of(networks),
        Optional.empty(),
        vectors,
        vocabulary,
        labels,
        thresholds,
        splitsCharacters,
        storage,
        false);
  }

  /**
   * What of a text is given to the model: as its networks read it, or where they don't agree, as
   * many words as one of them reads at most.
   */
  public TokenLayout layout() {
    List<TokenLayout> all = layouts();
    return all.size() == 1
        ? all.get(0)
        : new TokenLayout.Words(all.stream().mapToInt(TokenLayout::length).max().orElseThrow());
  }

  /** How its networks read texts, each way once. */
  public List<TokenLayout> layouts() {
    return networks.stream().map(ServedNetworks::layout).distinct().toList();
  }

  /** Whether it is one network. */
  private boolean isSingle() {
    return networks.size() == 1 && networks.get(0).weights().size() == 1;
  }

  /**
   * The same model with tables where they pay: a student of an architecture that is much faster
   * with them, and a teacher whose experts have word vectors of their own, which the tables then
   * take the place of. Not where they would be larger than {@value #STUDENT_TABLES} bytes, of a
   * teacher {@value #TABLES_AT_MOST}.
   */
  public ServedModel tabledWhereItPays() {
    if (isSingle()) {
      return networks.get(0).spec().architecture().isFasterWithTables()
          ? tabledUpTo(STUDENT_TABLES)
          : this;
    }
    return networks.stream().allMatch(ServedNetworks::haveOwnVectors)
        ? tabledUpTo(TABLES_AT_MOST)
        : this;
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
    List<Long> needed =
        networks.stream().map(it -> it.isOnePass() ? WordTables.bytes(it, storage) : 0).toList();
    boolean fits =
        !needed.contains(0L) && needed.stream().mapToLong(Long::longValue).sum() <= bytes;
    return new ServedModel(
        networks, mean, vectors, vocabulary, labels, thresholds, splitsCharacters, storage, fits);
  }

  /** Each network as a model of its own, without tables. */
  public List<ServedModel> experts() {
    return networks.stream()
        .flatMap(some -> some.weights().stream().map(it -> expert(some, it)))
        .toList();
  }

  private ServedModel expert(ServedNetworks some, Map<String, float[]> weights) {
    int outputs = some.spec().outputs();
    return new ServedModel(
        new ServedNetworks(some.spec(), some.layout(), List.of(weights)),
        vectors,
        vocabulary,
        labels.subList(0, outputs),
        thresholds.subList(0, outputs),
        splitsCharacters,
        storage);
  }

  /** What the names of the parameters of some of its networks, or linear experts, begin with. */
  String prefix(int part) {
    return networks.size() == 1 ? "" : "part" + part + ".";
  }
}
