package io.github.polystill.distillation;

import static java.util.stream.Collectors.joining;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.folds.FoldDealer;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.embeddings.VocabularyVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** A fold with its vocabulary and word vectors, to be encoded as architectures want it. */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class PreparedFold {
  private final TextPipeline pipeline;
  private final SegmentedCorpus segmented;
  private final Fold fold;
  private final OptionalLong seed;
  private final Vocabulary vocabulary;
  private final VocabularyVectors vectors;
  private final FurtherTexts further;
  private final List<Fold> learners;
  private final int[] copied;
  private final Map<TokenLayout, TrainingData> layouts = new LinkedHashMap<>();

  PreparedFold(
      TextPipeline pipeline,
      SegmentedCorpus segmented,
      Fold fold,
      OptionalLong seed,
      Vocabulary vocabulary,
      VocabularyVectors vectors,
      FurtherTexts further,
      List<Fold> learners) {
    this.pipeline = pipeline;
    this.segmented = segmented;
    this.fold = fold;
    this.seed = seed;
    this.vocabulary = vocabulary;
    this.vectors = vectors;
    this.further = further;
    this.learners = learners;
    this.copied =
        learners.stream()
            .flatMapToInt(it -> IntStream.of(it.texts()))
            .sorted()
            .distinct()
            .toArray();
  }

  /** The same whose students learn further texts. */
  public PreparedFold with(FurtherTexts texts) {
    return new PreparedFold(pipeline, segmented, fold, seed, vocabulary, vectors, texts, learners);
  }

  /** The same where students of other folds learn the further texts. */
  PreparedFold servingStudentsOf(Fold... folds) {
    return new PreparedFold(
        pipeline, segmented, fold, seed, vocabulary, vectors, further, List.of(folds));
  }

  /** How its texts became words, and are to again for a model that has learnt from them. */
  public TextPipeline pipeline() {
    return pipeline;
  }

  /** Number of the fold. */
  public int index() {
    return fold.index();
  }

  /** The words of its training documents. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The vectors of those words. */
  public EmbeddingMatrix vectors() {
    return vectors.matrix();
  }

  /**
   * What trials learn from: every document in a layout. All but the tokens is shared by layouts.
   */
  public synchronized TrainingData data(TokenLayout layout) {
    TrainingData known = layouts.get(layout);
    if (known != null) {
      return known;
    }
    EncodedCorpus corpus =
        layouts.values().stream()
            .findFirst()
            .map(other -> other.corpus().inLayout(segmented, vocabulary, layout))
            .orElseGet(() -> EncodedCorpus.encode(segmented, vocabulary, layout));
    TrainingData data =
        new TrainingData(seed, hash(corpus), fold, corpus, vectors(), vectors().rows())
            .with(extra(corpus, layout));
    layouts.put(layout, data);
    return data;
  }

  private ExtraTexts extra(EncodedCorpus corpus, TokenLayout layout) {
    if (further.equals(FurtherTexts.NONE)) {
      return ExtraTexts.NONE;
    }
    Optional<WordDropout> dropout = further.dropout();
    String mark = mark(corpus.ids());
    List<String> ids = new ArrayList<>();
    int[] origins = new int[dropout.map(WordDropout::copies).orElse(0) * copied.length];
    for (int copy = 0; copy < origins.length; copy++) {
      origins[copy] = copied[copy % copied.length];
      ids.add(mark + "copy " + copy / copied.length + " of " + corpus.ids().get(origins[copy]));
    }
    int replaced = further.replacement().map(WordReplacement::copies).orElse(0);
    for (Fold learner : learners) { // each has others, with the words of its training part
      int[] texts = learner.texts();
      for (int copy = 0; copy < replaced * texts.length; copy++) {
        String number = copy / texts.length + " with other words of fold " + learner.index();
        ids.add(mark + "copy " + number + " of " + corpus.ids().get(texts[copy % texts.length]));
      }
    }
    for (SegmentedText text : further.transfer()) { // the same in all folds that have it
      ids.add(mark + "transfer " + new ContentHash().add(text.joined()).hex());
    }
    String whole = hash(layout, texts(copied));
    String each =
        learners.stream().map(it -> hash(layout, texts(it.texts()))).collect(joining(" "));
    String transfer = hash(layout, further.transfer().stream());
    double share = further.share() + Math.min(replaced, 1);
    return new ExtraTexts(
        ids,
        origins,
        dropout.map(it -> it.rate() + " " + it.copies() + " " + it.seed() + " " + whole).orElse(""),
        dropout.filter(WordDropout::consistent).isPresent(),
        Math.max(1, (int) Math.round(share * fold.texts().length)),
        further.replacement().map(it -> it + " " + each + " " + transfer).orElse(transfer),
        () -> encoded(corpus, origins, layout));
  }

  private Stream<SegmentedText> texts(int[] documents) {
    return Arrays.stream(documents).mapToObj(segmented.texts()::get);
  }

  /** How ids begin that no document has. */
  private static String mark(List<String> documents) {
    StringBuilder mark = new StringBuilder("+");
    while (documents.stream().anyMatch(it -> it.startsWith(mark.toString()))) {
      mark.append('+');
    }
    return mark.toString();
  }

  private String hash(TokenLayout layout, Stream<SegmentedText> texts) {
    ContentHash hash =
        new ContentHash()
            .add(vocabulary.contentHash())
            .add(layout.getClass().getSimpleName())
            .add(layout.length())
            .add(layout.sentenceLength());
    texts.forEach(it -> hash.add(it.joined()));
    return hash.hex();
  }

  private int[][] encoded(EncodedCorpus corpus, int[] origins, TokenLayout layout) {
    List<int[]> rows = new ArrayList<>();
    for (int copy = 0; copy < origins.length; copy++) {
      WordDropout dropout = further.dropout().orElseThrow();
      SegmentedText text = segmented.texts().get(origins[copy]);
      String id = corpus.ids().get(origins[copy]);
      rows.add(layout.encode(dropout.shorten(text, id, copy / copied.length), vocabulary));
    }
    further
        .replacement()
        .ifPresent(it -> replaced(it, text -> rows.add(layout.encode(text, vocabulary))));
    further.transfer().forEach(text -> rows.add(layout.encode(text, vocabulary)));
    return rows.toArray(int[][]::new);
  }

  private void replaced(WordReplacement replacement, Consumer<SegmentedText> copies) {
    for (Fold learner : learners) {
      int[] documents = learner.texts();
      List<SegmentedText> texts = texts(documents).toList();
      for (int copy = 0; copy < replacement.copies(); copy++) {
        for (int i = 0; i < documents.length; i++) {
          String id = segmented.corpus().documents().get(documents[i]).id();
          copies.accept(replacement.replace(texts.get(i), id, copy, texts));
        }
      }
    }
  }

  /**
   * Deals the training documents to parts as {@link FoldDealer} deals folds.
   *
   * @throws InvalidInputException where there are fewer documents, or groups of them, than parts
   */
  public List<int[]> trainingParts(int parts, FoldMethod method, long seed) {
    Corpus corpus = segmented.corpus();
    return FoldDealer.trainingParts(
        fold,
        corpus.targets(),
        corpus.documents().stream().map(Document::group).toList(),
        parts,
        method,
        seed);
  }

  private String hash(EncodedCorpus corpus) {
    ContentHash hash = new ContentHash();
    corpus.labels().names().forEach(hash::add);
    for (int i = 0; i < corpus.size(); i++) {
      hash.add(corpus.ids().get(i)).add(corpus.tokens()[i]);
      boolean isLabelled = Arrays.binarySearch(fold.unlabelled(), i) < 0;
      for (boolean target : corpus.targets()[i]) {
        hash.add(target && isLabelled ? 1 : 0);
      }
    }
    hash.add(fold.train()).add(fold.validation()).add(fold.test());
    if (fold.unlabelled().length > 0) {
      hash.add(fold.unlabelled());
    }
    return hash.add(vectors().dimensions()).add(vectors().values()).hex();
  }

  /** Size of the vocabulary, words with vectors, unknown words in a layout. */
  public String remark(TokenLayout layout) {
    return String.format(
        Locale.ROOT,
        "fold %d: %,d words, %,d of them with trained vectors%s, %.1f %% of all words unknown",
        fold.index(),
        vocabulary.size() - Vocabulary.RESERVED,
        vectors.found(),
        vectors.found() == 0 ? "" : howFound(),
        100 * data(layout).corpus().unknownRate());
  }

  private String howFound() {
    return String.format(
        Locale.ROOT,
        " (%,d by exact spelling, %,d after NFKC)",
        vectors.exact(),
        vectors.normalized());
  }
}
