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
import io.github.polystill.distillation.trial.TextVectors;
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
  private final Optional<Encoding> encoding;
  private List<String> extra = List.of();
  private final Map<TokenLayout, TrainingData> layouts = new LinkedHashMap<>();

  PreparedFold(
      TextPipeline pipeline,
      SegmentedCorpus segmented,
      Fold fold,
      OptionalLong seed,
      Vocabulary vocabulary,
      VocabularyVectors vectors,
      FurtherTexts further,
      List<Fold> learners,
      Optional<Encoding> encoding) {
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
    this.encoding = encoding;
  }

  /** The same whose students learn further texts. */
  public PreparedFold with(FurtherTexts texts) {
    return new PreparedFold(
        pipeline, segmented, fold, seed, vocabulary, vectors, texts, learners, encoding);
  }

  /** The same whose experts may read the vectors of a pre-trained encoder. */
  public PreparedFold with(Optional<Encoding> encoder) {
    return new PreparedFold(
        pipeline, segmented, fold, seed, vocabulary, vectors, further, learners, encoder);
  }

  /** The same where students of other folds learn the further texts. */
  PreparedFold servingStudentsOf(Fold... folds) {
    return new PreparedFold(
        pipeline, segmented, fold, seed, vocabulary, vectors, further, List.of(folds), encoding);
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
            .with(extra(corpus, layout))
            .with(encoding.map(this::encoded));
    layouts.put(layout, data);
    return data;
  }

  /** The vectors of all texts, which are no others in another layout. */
  private TextVectors encoded(Encoding encoder) {
    ContentHash hash = new ContentHash().add(encoder.contentHash());
    segmented.texts().forEach(it -> hash.add(it.joined()));
    return new TextVectors(
        hash.hex(),
        () -> encoder.vectors(texts(segmented.texts())),
        rows -> encoder.vectors(Arrays.stream(rows).mapToObj(readExtra()::get).toList()));
  }

  private static List<String> texts(List<SegmentedText> segmented) {
    return segmented.stream().map(SegmentedText::text).toList();
  }

  /**
   * What an encoder reads for each extra text: for a copy with other words, of which there are many
   * and which say nothing as a whole, the text that it was made of.
   */
  private synchronized List<String> readExtra() {
    if (extra.isEmpty()) {
      extra = texts(extraTexts(Optional.of((text, id, copy) -> text)));
    }
    return extra;
  }

  /** Has the texts encoded that experts will read, which takes time where that was not done yet. */
  public void encode() {
    encoding.ifPresent(
        it -> {
          it.encode(texts(segmented.texts()));
          boolean asked = further.dropout().filter(WordDropout::consistent).isPresent();
          int copies = further.dropout().map(WordDropout::copies).orElse(0) * copied.length;
          it.encode(readExtra().subList(asked ? 0 : copies, readExtra().size()));
        });
  }

  /**
   * Copies of the training texts, those with other words, and transfer texts.
   *
   * @param instead what takes the place of copies with other words
   */
  private List<SegmentedText> extraTexts(Optional<Copying> instead) {
    List<SegmentedText> texts = new ArrayList<>();
    further.dropout().ifPresent(it -> copy(it.copies(), copied, it::shorten, texts));
    further
        .replacement()
        .ifPresent(
            it -> {
              for (Fold learner : learners) {
                List<SegmentedText> own = texts(learner.texts()).toList();
                copy(
                    it.copies(),
                    learner.texts(),
                    instead.orElse((text, id, copy) -> it.replace(text, id, copy, own)),
                    texts);
              }
            });
    texts.addAll(further.transfer());
    return texts;
  }

  /** Makes a copy of a text by the id of its document and the number of the copy. */
  private interface Copying {
    SegmentedText copy(SegmentedText text, String id, int copy);
  }

  private void copy(int copies, int[] documents, Copying copying, List<SegmentedText> texts) {
    for (int copy = 0; copy < copies; copy++) {
      for (int document : documents) {
        String id = segmented.corpus().documents().get(document).id();
        texts.add(copying.copy(segmented.texts().get(document), id, copy));
      }
    }
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
    IntStream.Builder replaced = IntStream.builder();
    for (Fold learner : learners) { // each has others, with the words of its training part
      for (int copy = 0; copy < further.replacement().map(it -> it.copies()).orElse(0); copy++) {
        String number = "copy " + copy + " with other words of fold " + learner.index();
        for (int text : learner.texts()) {
          replaced.add(text);
          ids.add(mark + number + " of " + corpus.ids().get(text));
        }
      }
    }
    for (SegmentedText text : further.transfer()) { // the same in all folds that have it
      ids.add(mark + "transfer " + new ContentHash().add(text.joined()).hex());
    }
    String whole = hash(layout, texts(copied));
    String each =
        learners.stream().map(it -> hash(layout, texts(it.texts()))).collect(joining(" "));
    String transfer = hash(layout, further.transfer().stream());
    return new ExtraTexts(
        ids,
        origins,
        replaced.build().toArray(),
        dropout.map(it -> it.rate() + " " + it.copies() + " " + it.seed() + " " + whole).orElse(""),
        dropout.filter(WordDropout::consistent).isPresent(),
        Math.max(1, (int) Math.round(further.share() * fold.texts().length)),
        further
            .replacement()
            .map(
                it -> it.rate() + " " + it.copies() + " " + it.seed() + " " + each + " " + transfer)
            .orElse(transfer),
        () ->
            extraTexts(Optional.empty()).stream()
                .map(text -> layout.encode(text, vocabulary))
                .toArray(int[][]::new));
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
