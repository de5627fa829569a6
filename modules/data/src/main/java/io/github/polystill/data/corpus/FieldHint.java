package io.github.polystill.data.corpus;

import io.github.polystill.data.NearestName;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Guesses which field of a file is the one that an experiment looks for under another name. */
final class FieldHint {
  private static final Map<String, String> USUAL =
      Map.of(
          "corpus.text",
          "content sentence body review document comment abstract tweet question message description"
              + " utterance data 內容 内容 文本 句子",
          "corpus.labels",
          "label tags tag topics topic categories category classes class targets target genres 標籤 标签"
              + " 類別 类别");

  private FieldHint() {}

  /**
   * A clause for the end of a message: what may be meant and how to say it.
   *
   * @param remedy where nothing is sure to be meant
   */
  static String of(String key, String name, Collection<String> names, String remedy) {
    String usual = USUAL.getOrDefault(key.endsWith(".textField") ? "corpus.text" : key, "");
    return Stream.of(usual.split(" "))
        .flatMap(
            candidate -> names.stream().filter(it -> it.toLowerCase(Locale.ROOT).equals(candidate)))
        .findFirst()
        .filter(found -> NearestName.among(names, name).isEmpty())
        .map(found -> "; if it is \"" + found + "\", set " + key + ": " + found)
        .orElseGet(() -> NearestName.hint(names, name) + "; " + remedy);
  }
}
