package io.github.polystill.models.savedmodel;

import com.google.protobuf.Any;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.encoding.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.HashTable;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.dtypes.Cast;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * The files in a SavedModel's {@code assets}, and the tables that the graph makes of them: words to
 * ids and back, numbers to labels. One line, one entry.
 */
final class AssetFiles {
  /** Directory of a SavedModel that the files are in. */
  static final String DIRECTORY = "assets";

  static final String VOCABULARY = "vocabulary.txt";
  static final String LABELS = "labels.txt";

  /** The operation that fills the tables. */
  static final String INITIALISER = "initialise_tables";

  private static final long WHOLE_LINE = -2;
  private static final long LINE_NUMBER = -1;

  private final Ops tf;
  private final ServedModel model;
  private final HashTable idOfWord;
  private final HashTable wordOfId;
  private final HashTable labelOfNumber;

  AssetFiles(Ops tf, ServedModel model) {
    this.tf = tf;
    this.model = model;
    Operand<TString> vocabularyFile = file(VOCABULARY);
    // A server keeps the tables of all its models by these names.
    String suffix = "_" + model.vocabulary().contentHash();
    this.idOfWord =
        tf.hashTable(TString.class, TInt64.class, HashTable.sharedName("id_of_word" + suffix));
    this.wordOfId =
        tf.hashTable(TInt64.class, TString.class, HashTable.sharedName("word_of_id" + suffix));
    this.labelOfNumber =
        tf.hashTable(TInt64.class, TString.class, HashTable.sharedName("label_of_number" + suffix));
    Operand<TString> labelFile = file(LABELS);
    List<Op> fill =
        List.of(
            filled(idOfWord, "fill_id_of_word", vocabularyFile, WHOLE_LINE, LINE_NUMBER),
            filled(wordOfId, "fill_word_of_id", vocabularyFile, LINE_NUMBER, WHOLE_LINE),
            filled(labelOfNumber, "fill_label_of_number", labelFile, LINE_NUMBER, WHOLE_LINE));
    NoOp all = tf.withControlDependencies(fill).withName(INITIALISER).noOp();
    if (!all.op().name().equals(INITIALISER)) {
      throw new IllegalStateException("the graph has two operations " + INITIALISER);
    }
  }

  /** Named on purpose: a graph imports what is called Init.. as something to run at once. */
  private Op filled(HashTable table, String name, Operand<TString> file, long key, long value) {
    return tf.withName(name).initializeTableFromTextFile(table.tableHandle(), file, key, value);
  }

  private Operand<TString> file(String name) {
    return tf.withName(node(name)).constant(name);
  }

  /** The constant that a loader replaces by the path of a file. */
  static String node(String file) {
    return "asset_" + file.replace('.', '_');
  }

  /** Tells loaders of the files and of the operation that reads them, in the ways they look for. */
  static void declare(MetaGraphDef.Builder metaGraph) {
    CollectionDef.Builder assets = CollectionDef.newBuilder();
    for (String file : List.of(VOCABULARY, LABELS)) {
      AssetFileDef asset =
          AssetFileDef.newBuilder()
              .setFilename(file)
              .setTensorInfo(TensorInfo.newBuilder().setName(node(file) + ":0"))
              .build();
      metaGraph.addAssetFileDef(asset);
      assets.getAnyListBuilder().addValue(Any.pack(asset));
    }
    metaGraph.putCollectionDef("saved_model_assets", assets.build());
    metaGraph.putCollectionDef(
        "saved_model_main_op",
        CollectionDef.newBuilder()
            .setNodeList(CollectionDef.NodeList.newBuilder().addValue(INITIALISER))
            .build());
  }

  /** Writes the files. */
  static void write(Path savedModel, ServedModel model) throws IOException {
    Path directory = Files.createDirectories(savedModel.resolve(DIRECTORY));
    model.vocabulary().save(directory.resolve(VOCABULARY));
    AtomicFiles.writeString(directory.resolve(LABELS), String.join("\n", model.labels()) + "\n");
  }

  /** Ids as the vocabulary has them, 0 for what is no word. */
  Operand<TInt32> ids(Ops tf, Operand<TString> words) {
    Operand<TInt32> unknown = tf.constant(1);
    Operand<TInt32> found =
        cast(tf, tf.lookupTableFind(idOfWord.tableHandle(), words, tf.constant(1L)));
    // A word that happens to be spelled like padding is an unknown one.
    Operand<TInt32> ofWords = tf.math.maximum(found, unknown);
    Masks masks = new Masks(tf);
    Operand<TInt32> none =
        masks.or(
            masks.equal(words, tf.constant(TokenPlacement.NONE)),
            masks.equal(words, tf.constant(TokenPlacement.LINE_END)));
    return tf.select(tf.math.equal(none, unknown), tf.zerosLike(ofWords), ofWords);
  }

  private static Cast<TInt32> cast(Ops tf, Operand<TInt64> values) {
    return tf.dtypes.cast(values, TInt32.class);
  }

  /**
   * The words of ids: {@link TokenPlacement#NONE} of 0, {@link TokenPlacement#LINE_END} of -1, and
   * some word of what is no line of the file, so that it stays where looking it up fails.
   */
  Operand<TString> words(Ops tf, Operand<TInt32> ids) {
    Operand<TString> listed =
        tf.lookupTableFind(
            wordOfId.tableHandle(),
            tf.dtypes.cast(ids, TInt64.class),
            tf.constant(Vocabulary.UNKNOWN));
    Operand<TString> lineEnds = tf.fill(tf.shape(ids), tf.constant(TokenPlacement.LINE_END));
    Operand<TString> none = tf.fill(tf.shape(ids), tf.constant(TokenPlacement.NONE));
    return tf.select(
        tf.math.equal(ids, tf.constant(TokenPlacement.LINE_END_ID)),
        lineEnds,
        tf.select(tf.math.equal(ids, tf.constant(Vocabulary.PADDING_ID)), none, listed));
  }

  /** The names of all labels, [labels]. */
  Operand<TString> labels(Ops tf) {
    Operand<TInt64> numbers =
        tf.range(tf.constant(0L), tf.constant((long) model.labels().size()), tf.constant(1L));
    return tf.lookupTableFind(labelOfNumber.tableHandle(), numbers, tf.constant(""));
  }
}
