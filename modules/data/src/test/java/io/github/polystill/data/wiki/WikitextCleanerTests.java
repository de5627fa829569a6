package io.github.polystill.data.wiki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WikitextCleanerTests {
  private static final WikitextCleaner PLAIN = WikitextCleaner.simplified(WikiNamespaces.english());
  private static final WikitextCleaner TRADITIONAL =
      WikitextCleaner.traditional(WikiNamespaces.english());

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "a {{tpl|x={{y}}|[[z]]}} b # a b",
        "a {{{1|b}}} c # a c",
        "a <ref name=\"n\">see {{cite}}</ref>b<ref name=n/> c # a b c",
        "a<!-- hidden [[x --> b # a b",
        "[[Cat]] and [[Dog|dogs]] and [[Help:Bird|]] # Cat and dogs and Bird",
        "a [[File:Cat.jpg|thumb|A [[cat]] here]]b # a b",
        "a [[Image:Cat.jpg|thumb|text]] [[category:Cats]] b # a b",
        "a [[檔案:貓.jpg|thumb|圖說]][[文件:a.png|b]][[档案:a|b]][[圖像:a|b]][[图像:a|b]]c # a c",
        "a [[分類:動物]] [[分类:猫]] b # a b",
        "__目錄__正文__无目录__ # 正文",
        "[[:Category:Cats]] are # Category:Cats are",
        "a [[fr:Chat]] b # a b",
        "[http://x.org/a?b=c the site] and [http://y.org] and http://z.org/q end # the site and and end",
        "'''bold''' and ''italic'' # bold and italic",
        "* item # item",
        "a&nbsp;b &amp; c &lt;d&gt; # a b & c <d>",
        "a<br/>b <span style=\"x\">c</span> # a b c",
        "E <math>x^2</math>is # E is",
        "<nowiki>[[x]]</nowiki> y # [[x]] y",
        "__NOTOC__ word # word",
        "unclosed {{tpl and [[link # unclosed tpl and link",
        "stray }} and ]] here # stray }} and ]] here",
      })
  void readsMarkup(String wikitext, String text) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(text);
  }

  @Test
  void leavesOutTablesAndHeadings() {
    String wikitext =
        """
        == Heading ==
        before
        {| class="x"
        ! head
        |-
        | cell {{t|
        }} || [[a|b]]
        {|
        | inner
        |}
        |}
        ----
        after
        """;
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly("before", "after");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "用-{zh-hans:软件;zh-hant:軟體}-写 # 用软件写 # 用軟體寫",
        "用-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-写 # 用软件写 # 用軟體寫",
        "-{A|zh-hans:软件;zh-hant:軟體}-好 # 软件好 # 軟體好",
        "-{H|zh-hans:软件;zh-hant:軟體}-好 # 好 # 好",
        "-{T|zh-hans:软件;zh-hant:軟體}-好 # 好 # 好",
        "-{R|头发}-头发 # 头发头发 # 头发頭髮",
        "-{头发}-头发 # 头发头发 # 头发頭髮",
        "-{zh-hans:甲&amp;乙;丙;zh-hant:丁}-好 # 甲&乙;丙好 # 丁好",
        "-{ zh-hans : 软件 ; zh-hant : 軟體 ; }-好 # 软件好 # 軟體好",
        "-{zh-hant:軟體}-好 # 軟體好 # 軟體好",
        "[[A|-{zh-hans:软件;zh-hant:軟體}-]]好 # 软件好 # 軟體好",
      })
  void resolvesVariants(String wikitext, String simplified, String traditional) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(simplified);
    assertThat(TRADITIONAL.paragraphs(wikitext)).containsExactly(traditional);
  }

  /** Examples in the manner of mediawiki.org, "Writing systems/Syntax". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        // A shows a form and changes what follows, whichever variant it is written in.
        "軟件-{A|zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-軟件软件 # 軟件软件软件软件 # 軟件軟體軟體軟體",
        "-{H|zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-用軟件好 # 用软件好 # 用軟體好",
        "-{H|zh-cn:甲;zh-tw:乙}-甲-{甲}--{-|zh-cn:甲;zh-tw:乙}-甲乙 # 甲甲甲乙 # 乙甲甲乙",
        "-{H|zh-cn:甲;zh-tw:乙}--{H|zh-cn:甲丙;zh-tw:丁}-甲丙甲 # 甲丙甲 # 丁乙",
        // A second rule for the same text replaces the first.
        "-{H|zh-cn:甲;zh-tw:乙}--{H|zh-cn:甲;zh-tw:丁}-甲 # 甲 # 丁",
        // One direction, without fallbacks to other variants.
        "-{H|巨集=>zh-cn:宏}-巨集宏 # 宏宏 # 巨集宏",
        "-{H|巨集=>zh-hans:宏}-巨集 # 巨集 # 巨集",
        "-{H|宏=&gt;zh-tw:巨集}-巨集宏 # 巨集宏 # 巨集巨集",
        // Text without forms is protected from there on.
        "头发-{A|头发}-头发 # 头发头发头发 # 頭髮头发头发",
        // A title alone is no rule; with A it is one.
        "-{T|zh-cn:甲;zh-tw:乙}-甲 # 甲 # 甲",
        "-{T;A|zh-cn:甲;zh-tw:乙}-甲 # 甲 # 乙",
        "-{D|zh-cn:甲;zh-tw:乙}-甲 # 甲 # 甲",
        "-{D|甲}-乙 # 甲乙 # 甲乙",
        "-{N|zh-tw}-甲 # 甲 # 甲",
        "-{A;R|zh-cn:甲}-甲 # zh-cn:甲甲 # zh-cn:甲甲",
        // Text for some variants is converted in these only.
        "-{zh-hans;zh-hant|头发}-好 # 头发好 # 頭髮好",
        "-{zh-hans|头发}-好 # 头发好 # 头发好",
        // No form for this variant, and no such variant.
        "-{H|zh-hk:甲;zh-mo:乙}-甲乙 # 甲乙 # 甲甲",
        "-{zh-xx:甲}-乙 # zh-xx:甲乙 # zh-xx:甲乙",
      })
  void appliesRulesToWhatFollows(String wikitext, String simplified, String traditional) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(simplified);
    assertThat(TRADITIONAL.paragraphs(wikitext)).containsExactly(traditional);
  }

  @Test
  void appliesRulesToTheRestOfThePageAndNoOther() {
    String wikitext =
        """
        甲
        == -{A|zh-cn:甲;zh-tw:乙}- ==
        * [[甲|看甲]]
        {{t|-{H|zh-cn:丙;zh-tw:丁}-}}丙
        {|
        | -{A|zh-cn:戊;zh-tw:己}-
        |}
        戊
        """;
    assertThat(TRADITIONAL.paragraphs(wikitext)).containsExactly("甲", "看乙", "丁", "己");
    assertThat(TRADITIONAL.paragraphs("甲")).containsExactly("甲");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{{NoteTA|zh-hans:软件;zh-hant:軟體}}软件好 # 软件好 # 軟體好",
        "{{NoteTA|T=zh-cn:甲;zh-tw:题|G1=IT|1=zh-cn:甲;zh-tw:乙|2=zh-cn:丙;zh-tw:丁}}甲丙 # 甲丙 # 乙丁",
        "{{ noteTA | 1 = zh-cn:甲; zh-tw:乙; }}甲乙 # 甲甲 # 乙乙",
        "{{NoteTA|1=甲=>zh-tw:乙}}甲 # 甲 # 乙",
        "{{NoteTA|1=zh-cn:甲;zh-tw:乙 # NoteTA|1=zh-cn:甲;zh-tw:乙 # NoteTA|1=zh-cn:甲;zh-tw:乙",
        "{{NoteTAx|1=zh-cn:甲;zh-tw:乙}}甲 # 甲 # 甲",
        "{{{NoteTA|1=zh-cn:甲;zh-tw:乙}}}甲 # 甲 # 甲",
        "{{NoteTA}}甲 # 甲 # 甲",
        "{{Template:NoteTA|2=zh-cn:甲;zh-tw:丙|1=zh-cn:甲;zh-tw:乙}}甲 # 甲 # 丙",
        "{{NoteTA|1=zh-cn:甲&middot;甲;zh-tw:乙&middot;乙}}甲·甲甲&middot;甲 # 甲·甲甲·甲 # 乙·乙乙·乙",
        "[[File:a.jpg|thumb|-{A|zh-cn:甲;zh-tw:乙}-甲]]甲 # 甲 # 乙",
        "[[{{x|-{H|zh-cn:甲;zh-tw:乙}-}}File:a.jpg|thumb|甲]]甲 # 甲 # 乙",
        "'{{NoteTA|1=zh-cn:甲;zh-tw:乙}}* 甲' # 甲 # 乙",
      })
  void appliesTheRulesOfNoteTemplates(String wikitext, String simplified, String traditional) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(simplified);
    assertThat(TRADITIONAL.paragraphs(wikitext)).containsExactly(traditional);
  }

  @Test
  void knowsHeadingsBehindRules() {
    assertThat(TRADITIONAL.paragraphs("{{NoteTA|1=zh-cn:甲;zh-tw:乙}}== 題 ==\n甲"))
        .containsExactly("乙");
    assertThat(TRADITIONAL.paragraphs("-{H|zh-cn:甲;zh-tw:乙}-== 題 ==\n甲")).containsExactly("乙");
    assertThat(TRADITIONAL.paragraphs("== 題\u2028題 ==\n甲")).containsExactly("甲");
  }

  @Test
  void keepsFixedTextOfSeveralLines() {
    assertThat(TRADITIONAL.paragraphs("-{软件\n软件}-\n软件")).containsExactly("软件", "软件", "軟件");
    assertThat(TRADITIONAL.paragraphs("&#xE000;软件\n软件")).containsExactly("軟件", "軟件");
  }

  @Test
  void survivesLongNamesOfLanguages() {
    String link = "[[aa" + "-a".repeat(20_000) + ":x]]";
    assertThat(PLAIN.paragraphs(link)).hasSize(1);
    assertThat(PLAIN.paragraphs("[[zh-min-nan:x]]甲")).containsExactly("甲");
  }

  @Test
  void ignoresRulesOfTextTooLongToBeMeant() {
    String most = "乙".repeat(64);
    assertThat(PLAIN.paragraphs("-{H|甲=>zh-cn:" + most + "}-甲")).containsExactly(most);
    assertThat(PLAIN.paragraphs("-{H|甲=>zh-cn:" + most + "丙}-甲")).containsExactly("甲");
    assertThat(PLAIN.paragraphs("-{H|" + most + "=>zh-cn:甲}-" + most)).containsExactly("甲");
    assertThat(PLAIN.paragraphs("-{H|" + most + "丙=>zh-cn:甲}-" + most + "丙"))
        .containsExactly(most + "丙");
  }

  @Test
  void takesNoMarksFromThePage() {
    String forged = new StringBuilder().appendCodePoint(0xF0000).append("甲\uE000乙").toString();
    assertThat(PLAIN.paragraphs(forged)).containsExactly("甲乙");
    assertThat(TRADITIONAL.paragraphs("&#xF0000;&#xFFFFD;甲")).containsExactly("甲");
  }

  @Test
  void takesTimeInProportionToTheTextWithinDeepMarkup() {
    for (String pair : List.of("-{ }-", "[[ ]]", "-{A| }-")) {
      String opening = pair.substring(0, pair.indexOf(' '));
      String wikitext =
          opening.repeat(200_000)
              + "a".repeat(500_000)
              + pair.substring(pair.indexOf(' ') + 1).repeat(200_000);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> PLAIN.paragraphs(wikitext).size());
    }
  }

  @Property(tries = 500)
  void survivesAnything(@ForAll("markup") String wikitext) {
    assertThat(PLAIN.paragraphs(wikitext)).noneMatch(String::isBlank);
  }

  @Property(tries = 300)
  void survivesAnyText(@ForAll String wikitext) {
    assertThat(PLAIN.paragraphs(wikitext)).noneMatch(String::isBlank);
  }

  @Provide
  Arbitrary<String> markup() {
    List<String> tokens =
        List.of(
            "{{",
            "}}",
            "{{{",
            "}}}",
            "[[",
            "]]",
            "[http://x ",
            "]",
            "{|",
            "|}",
            "|",
            "\n",
            "\n\n",
            "-{",
            "}-",
            "zh-hans:",
            ";",
            "A|",
            "H|",
            "-|",
            "zh-hant:",
            "a=>zh-cn:b",
            "<ref>",
            "</ref>",
            "<ref/>",
            "<!--",
            "-->",
            "''",
            "<nowiki>",
            "</nowiki>",
            "&lt;",
            "&#x110000;",
            "&#",
            "a",
            "File:",
            "=",
            "__TOC__",
            "\uE000",
            "\uE001",
            "\uD800");
    return Arbitraries.of(tokens).list().ofMaxSize(60).map(it -> String.join("", it));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{",
        "[[",
        "[[a|",
        "-{",
        "<ref>",
        "<!--",
        "{|\n",
        "[http://a ",
        "<a ",
        "{{}}",
        "}}",
        "''",
        "[[File:a|",
        "\n|}",
        "__",
        "<ref",
        "</ref",
        "-{a|",
        "&",
        ":",
        "http://",
        "{{{",
        "{{NoteTA|",
        "{{NoteTA|1=zh-tw:a}}",
        "{{-{H|a=>zh-tw:b}-",
        "-{H|a=>zh-tw:b}-}}"
      })
  void takesTimeInProportionToTheText(String token) {
    String wikitext = token.repeat(2_000_000 / token.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> PLAIN.paragraphs(wikitext).size());
  }

  @Test
  void looksForTheEndOfAClosingTagOnce() {
    String wikitext = "<ref>" + "</ref".repeat(1_000_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> PLAIN.paragraphs(wikitext).size());
  }
}
