package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The ways to ask a served model. B is any number of texts and n any number of words; words beyond
 * the model's length change nothing.
 *
 * <ul>
 *   <li>{@value #SERVING_DEFAULT}: {@value #TOKENS}, string [B, n], the words of normalised text;
 *       "" is no word wherever it stands, and a line feed alone is a line end, which ends a
 *       sentence for models that read sentences. Out come {@value #PROBABILITIES} and what {@link
 *       LabelOutputs} says.
 *   <li>{@value #TOKEN_IDS}: {@value #TOKEN_IDS}, int32 [B, n], line numbers of the vocabulary file
 *       from 0 on; 0 is no word, 1 an unknown one, -1 a line end, any other an error where it is
 *       read. Out come {@value #PROBABILITIES} and {@value #LOGITS}. Where sentences are read, an
 *       unknown word counts as letters, even if it is a rare mark that ended a sentence as a word.
 *   <li>{@value #CHARACTERS}, for models that take characters for words: {@value #TEXTS}, string
 *       [B], raw text. Out comes what the first gives, and {@value #TOKENS} as cut.
 * </ul>
 *
 * Networks with attention add what {@link AttentionOutputs} says to each.
 */
final class ServingSignatures {
  static final String SERVING_DEFAULT = "serving_default";
  static final String TOKEN_IDS = "token_ids";
  static final String CHARACTERS = "characters";
  static final String TOKENS = "tokens";
  static final String TEXTS = "texts";
  static final String PROBABILITIES = "probabilities";
  static final String LOGITS = "logits";

  private final Ops root;
  private final Parameters parameters;
  private final ServedModel model;
  private final AssetFiles assets;

  private final List<LinearLogits> linear = new ArrayList<>();

  /** 1 for the id of each word that says something, 0 for the others; [words]. */
  private final Operand<TUint8> knownWords;

  ServingSignatures(Ops tf, Parameters parameters, ServedModel model) {
    this.root = tf;
    this.parameters = parameters;
    this.model = model;
    this.assets = new AssetFiles(tf, model);
    model
        .mean()
        .ifPresent(mean -> mean.linear().forEach(it -> linear.add(new LinearLogits(tf, it))));
    byte[] known = new byte[model.vocabulary().size()];
    for (int id = 0; id < known.length; id++) {
      known[id] = (byte) (model.vocabulary().isKnownWord(id) ? 1 : 0);
    }
    this.knownWords = tf.constant(TUint8.class, Shape.of(known.length), DataBuffers.of(known));
  }

  /** Adds the operations of all signatures to the graph. */
  List<SignatureTensors> all() {
    List<SignatureTensors> signatures = new ArrayList<>(List.of(tokens(), tokenIds()));
    if (model.splitsCharacters()) {
      signatures.add(characters());
    }
    return signatures;
  }

  private SignatureTensors tokens() {
    Ops tf = root.withSubScope(SERVING_DEFAULT);
    Placeholder<TString> tokens =
        tf.withName(TOKENS).placeholder(TString.class, Placeholder.shape(Shape.of(-1, -1)));
    SignatureTensors signature = new SignatureTensors(SERVING_DEFAULT, TOKENS, tokens);
    addLabels(tf, signature, placed(tf, tokens));
    return signature;
  }

  private SignatureTensors tokenIds() {
    Ops tf = root.withSubScope(TOKEN_IDS);
    Placeholder<TInt32> ids =
        tf.withName(TOKEN_IDS).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
    SignatureTensors signature = new SignatureTensors(TOKEN_IDS, TOKEN_IDS, ids);
    Operand<TInt32> wordIds =
        tf.select(
            tf.math.equal(ids, tf.constant(TokenPlacement.LINE_END_ID)), tf.zerosLike(ids), ids);
    Map<TokenLayout, TokenPlacement> placements =
        placements(
            layout ->
                layout instanceof TokenLayout.Words words
                    ? TokenPlacement.inOrder(tf, wordIds, words)
                    : TokenPlacement.of(tf, assets.words(tf, ids), wordIds, layout));
    signature.addOutput(LOGITS, predict(tf, signature, placements).logits());
    return signature;
  }

  private SignatureTensors characters() {
    Ops tf = root.withSubScope(CHARACTERS);
    Placeholder<TString> texts =
        tf.withName(TEXTS).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    SignatureTensors signature = new SignatureTensors(CHARACTERS, TEXTS, texts);
    Operand<TString> tokens =
        tf.withName(TOKENS)
            .ensureShape(CharacterWords.of(tf, texts, model.layout().length()), Shape.of(-1, -1));
    addLabels(tf, signature, placed(tf, tokens));
    signature.addOutput(TOKENS, tokens);
    return signature;
  }

  private Map<TokenLayout, TokenPlacement> placed(Ops tf, Operand<TString> tokens) {
    Operand<TInt32> ids = assets.ids(tf, tokens);
    return placements(layout -> TokenPlacement.of(tf, tokens, ids, layout));
  }

  /** The texts in every layout that the model has. */
  private Map<TokenLayout, TokenPlacement> placements(
      Function<TokenLayout, TokenPlacement> placement) {
    Map<TokenLayout, TokenPlacement> all = new HashMap<>();
    model.layouts().forEach(layout -> all.computeIfAbsent(layout, placement));
    all.computeIfAbsent(model.layout(), placement);
    return all;
  }

  private record Answer(Operand<TFloat32> logits, Operand<TFloat32> probabilities) {}

  private Answer predict(
      Ops tf, SignatureTensors signature, Map<TokenLayout, TokenPlacement> placements) {
    Map<String, Operand<?>> attention = new LinkedHashMap<>();
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int part = 0; part < model.networks().size(); part++) {
      ServedNetworks some = model.networks().get(part);
      parts.add(logits(tf, part, placements.get(some.layout()), attention));
    }
    Operand<TFloat32> each = joined(tf, parts);
    Operand<TFloat32> joined =
        model.mean().map(mean -> mean(tf, mean, each, placements)).orElse(each);
    Operand<TFloat32> logits =
        tf.withName(LOGITS).ensureShape(joined, Shape.of(-1, model.labels().size()));
    Operand<TFloat32> probabilities = tf.withName(PROBABILITIES).math.sigmoid(logits);
    signature.addOutput(PROBABILITIES, probabilities);
    attention.forEach(signature::addOutput);
    return new Answer(logits, probabilities);
  }

  /**
   * The logits of some networks, [B, outputs].
   *
   * @param attention takes what they looked at, unless other networks look elsewhere
   */
  private Operand<TFloat32> logits(
      Ops tf, int part, TokenPlacement placement, Map<String, Operand<?>> attention) {
    ServedNetworks some = model.networks().get(part);
    NetworkSpec spec = some.spec();
    String prefix = model.prefix(part);
    if (!some.isOnePass()) {
      List<Operand<TFloat32>> each = new ArrayList<>();
      for (int i = 0; i < some.weights().size(); i++) {
        LayerScope scope = LayerScope.prediction(tf, parameters, prefix + some.prefix(i)).served();
        each.add(spec.architecture().logits(scope, placement.ids(), spec.table(), spec.outputs()));
      }
      return joined(tf, each);
    }
    LayerScope computing =
        some.isStacked()
            ? LayerScope.stacked(tf, parameters, prefix, some.weights().size())
            : LayerScope.prediction(tf, parameters, prefix);
    LayerScope scope = (model.tabled() ? computing.tabled() : computing).served();
    Operand<TFloat32> own =
        spec.architecture().logits(scope, placement.ids(), spec.table(), spec.outputs());
    if (model.networks().size() == 1) {
      attention.putAll(AttentionOutputs.of(tf, placement, some, model.mean(), scope.attentions()));
    }
    return some.isStacked() ? sideBySide(tf, own) : own;
  }

  private static <T extends TType> Operand<T> joined(Ops tf, List<Operand<T>> columns) {
    return columns.size() == 1 ? columns.get(0) : tf.concat(columns, tf.constant(1));
  }

  private Operand<TFloat32> mean(
      Ops tf,
      ExpertMean mean,
      Operand<TFloat32> networks,
      Map<TokenLayout, TokenPlacement> placements) {
    List<Operand<TFloat64>> each = new ArrayList<>();
    each.add(tf.dtypes.cast(networks, TFloat64.class));
    for (int part = 0; part < linear.size(); part++) {
      TokenPlacement placement = placements.get(mean.linear().get(part).layout());
      LayerScope scope = LayerScope.prediction(tf, parameters, model.prefix(part));
      each.add(linear.get(part).of(scope, placement.ids()));
    }
    return mean.logits(tf, joined(tf, each));
  }

  /** Logits of stacked experts, [experts, B, 1], as [B, experts]. */
  private static Operand<TFloat32> sideBySide(Ops tf, Operand<TFloat32> logits) {
    return tf.linalg.transpose(tf.squeeze(logits, Squeeze.axis(List.of(2L))), tf.array(1, 0));
  }

  private void addLabels(
      Ops tf, SignatureTensors signature, Map<TokenLayout, TokenPlacement> placements) {
    Operand<TFloat32> probabilities = predict(tf, signature, placements).probabilities();
    LabelOutputs.of(
            tf,
            probabilities,
            hasKnownWord(tf, placements.get(model.layout()).ids()),
            assets.labels(tf),
            model.thresholds())
        .forEach(signature::addOutput);
  }

  /** 1 for each text with a word that the model reads and knows, [B, 1]. */
  private Operand<TInt32> hasKnownWord(Ops tf, Operand<TInt32> ids) {
    return tf.reduceMax(
        tf.dtypes.cast(tf.gather(knownWords, ids, tf.constant(0)), TInt32.class),
        tf.constant(1),
        ReduceMax.keepDims(true));
  }
}
