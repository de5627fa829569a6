package io.github.polystill.corpora.wiki;

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
      commentCharacter = '%',
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
        "a <ref <!-- x --> name=\"k\">b</ref>c # a c",
        "a <ref<!-- x -->>b</ref>c # a c",
        "a <ref name=k <!-- x --> />b <ref>c</ref>d # a b d",
        "a <ref>b<!-- </ref> -->c</ref>d # a d",
        "a <ref>b<!-- </ref>c <ref>d</ref>e # a c e",
        "a <ref>b<!-- </REF>c # a c",
        "a <ref>b</ref >c # a c",
        "a <ref>b</refs>c # a bc",
        "a <ref group=x name=k/>b<references group=x /> c # a b c",
        "a-{{{x}}}-b # ab",
        "a-{{{{x}}}}-b # ab",
        "a-{{x}}-b # a--b",
        "a {{{x}}}-b # a -b",
        "a-{{{x}}}-{zh-hans:b}- # a-b",
        "''Titanic'''s crew # Titanic's crew",
        "L'''amour'' et la mort # L'amour et la mort",
        "a l'''amour'' et '''b''' # a l'amour et b",
        "an ''x'' '''Titanic'''s ''y''' z # an x Titanic's y z",
        "''a'' '''b''' '''''c''''' ''''d''' ''''''e''''' # a b c 'd 'e",
        "'''''both''' italic'' '''''both'' bold''' # both italic both bold",
        "a <includeonly>b</includeonly>c <nowiki/>d # a c d",
        "unclosed [[File:a.jpg|thumb|caption # unclosed caption",
        "unclosed [[a|label and # unclosed label and",
        "unclosed <nowiki>a<ref>b # unclosed ab",
        "a&ensp;b\u2028c\u0085d\u0001e\u007f # a b c d e",
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

  /** What MediaWiki finds at the beginning of a line counts, and not what is left there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'''!Kung''' are => !Kung are",
        "!Kung are => !Kung are",
        "[[!!!]] is => !!! is",
        "[[A|!!!]] is => !!! is",
        "'''=LOVE''' is => =LOVE is",
        "=LOVE is => =LOVE is",
        "'''== LOVE ==''' => == LOVE ==",
        "== LOVE == \n=a=\n==\u2028b== => ",
        "== LOVE ==<!-- x -->{{t}}<ref>r</ref>  => ",
        "[[*NSYNC]] sang => *NSYNC sang",
        "* [[*NSYNC]] sang => *NSYNC sang",
        "*#:; a b => a b",
        "''#1'' of a => #1 of a",
        "<nowiki>*</nowiki> a\n<nowiki>x\n* b</nowiki>\n<nowiki/>: c => * a~x~* b~: c",
        "<b>|x|</b> is => |x| is",
        "[http://x.org |x|] is\nhttp://x.org |y| => |x| is~|y|",
        "&#42; a\n&equals; b &equals; => * a~= b =",
        "-{*a}- b\n-{R|= a =}- => *a b~= a =",
        "<noinclude>* a</noinclude>\n<!-- x -->* b\n{{t}}* c\n__TOC__* d => a~b~c~d",
        "---- a\n-----\n--- b\n''----'' c => a~--- b~---- c",
        "[[File:a.jpg]]* a\n[[Category:x]]\n== h == => a",
      })
  void readsTheBeginningOfALine(String lines) {
    int arrow = lines.lastIndexOf(" => ");
    String text = lines.substring(arrow + 4);
    assertThat(PLAIN.paragraphs(lines.substring(0, arrow)))
        .isEqualTo(text.isEmpty() ? List.of() : List.of(text.split("~", -1)));
  }

  @Test
  void leavesOutRowsOfTablesThatDoNotClose() {
    String open = "{| class=\"x\" style=\"y\"\n! a\n|-\n| 1 || 2\n{{end}}\n";
    assertThat(PLAIN.paragraphs("before\n" + open + "after")).containsExactly("before", "after");
    assertThat(PLAIN.paragraphs(":{| class=\"x\"\n| a\nafter\n<!-- x -->{| class=\"y\"\nend"))
        .containsExactly("after", "end");
    assertThat(PLAIN.paragraphs("a\n" + open + "b\n{|\n| c\n|}\nd")).containsExactly("a", "b", "d");
    assertThat(PLAIN.paragraphs("{{begin}}\n! a\n! b\n|-\n| c\n|} d\n! e"))
        .containsExactly("d", "! e");
    assertThat(PLAIN.paragraphs("<!-- x -->{| a\n| b\n<!-- x -->|}c")).containsExactly("c");
    assertThat(PLAIN.paragraphs("[[a|b {{c\n{| class=\"x\"\nd -{e\nf"))
        .containsExactly("b c", "d e", "f");
  }

  @Test
  void leavesOutReferencesThatCloseAndNoMore() {
    String section = "\n== n ==\n<references>\n<ref name=a>x</ref>\n</references>\nend";
    assertThat(PLAIN.paragraphs("a<ref name=\"k\">b\n\nc" + section)).containsExactly("a", "end");
    assertThat(PLAIN.paragraphs("a<ref name=\"k\">b\n\nc\n<references>\n</references>\nend"))
        .containsExactly("ab", "c", "end");
    assertThat(PLAIN.paragraphs("a\n<references group=\"x\">\nb\n<references />\nc"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void leavesOutCaptionsOfSeveralParagraphs() {
    String caption = "[[File:a.jpg|thumb|one [[b]]\n\ntwo [http://x y]\n\n* [[c|d]]]]";
    assertThat(PLAIN.paragraphs("a " + caption + "b\n\nc")).containsExactly("a b", "c");
    assertThat(PLAIN.paragraphs("a [[b|c\n\nd]] e")).containsExactly("a c", "d e");
    assertThat(PLAIN.paragraphs("a [[File:a.jpg|thumb|b\n\nc [[d]] e\n\nf"))
        .containsExactly("a b", "c d e", "f");
    assertThat(PLAIN.paragraphs("[[File:a.jpg|thumb|b\n\nc\n== h ==\nd]] e"))
        .containsExactly("b", "c", "d]] e");
  }

  /** Names are HTML's, and what MediaWiki does not decode stays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      commentCharacter = '%',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "a&mdash;b&nbsp;c&hellip;d&apos;s&ndash;e&eacute;&Eacute; # a—b c…d's–eéÉ",
        "a&lbrack;b&rbrack;&vert;&NotEqualTilde; # a[b]|≂̸",
        "a&amp;nbsp;b&amp;amp;c # a&nbsp;b&amp;c",
        "a&unknown;b&copy c&;d&x # a&unknown;b&copy c&;d&x",
      })
  void decodesNamedReferences(String wikitext, String text) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(text);
  }

  @ParameterizedTest
  @CsvSource({
    "a&#8212;b&#x4E2D;&#X4e2d;&#0000065;&#x00041;&#x1F600;, a—b中中AA😀",
    "a&mdash;b&#x110000;c, a—b&#x110000;c",
    "a&mdash;b&#xD800;c&#55296;, a—b&#xD800;c&#55296;",
    "a&#0;b&#x0;c&#1;d&#150;e&#127;f&mdash;, a&#0;b&#x0;c&#1;d&#150;e&#127;f—",
    "a&#xFFFF;b&#99999999999;c&#-1;d&#;e&#x;f, a&#xFFFF;b&#99999999999;c&#-1;d&#;e&#x;f",
  })
  void decodesNumbersOfCharactersAlone(String wikitext, String text) {
    assertThat(PLAIN.paragraphs(wikitext)).containsExactly(text);
    assertThat(PLAIN.paragraphs("-{H|zh-cn:x" + wikitext + "}-好")).containsExactly("好");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      commentCharacter = '%',
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
      commentCharacter = '%',
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
      commentCharacter = '%',
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
          opening.repeat(100_000)
              + "a".repeat(250_000)
              + pair.substring(pair.indexOf(' ') + 1).repeat(100_000);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> PLAIN.paragraphs(wikitext).size());
    }
  }

  /**
   * Whatever comes together, and whatever never closes: text without remains of what was left out.
   */
  @Property(tries = 400)
  void survivesAnything(@ForAll("markup") String wikitext) {
    for (WikitextCleaner cleaner : List.of(PLAIN, TRADITIONAL)) {
      assertThat(cleaner.paragraphs(wikitext))
          .noneMatch(String::isBlank)
          .allMatch(it -> it.codePoints().noneMatch(WikitextCleanerTests::isNoText))
          .noneMatch(it -> it.contains("wikitable") || it.contains("hidden"));
    }
  }

  @Property(tries = 300)
  void survivesAnyText(@ForAll String wikitext) {
    assertThat(PLAIN.paragraphs(wikitext))
        .noneMatch(String::isBlank)
        .allMatch(it -> it.codePoints().noneMatch(WikitextCleanerTests::isNoText));
  }

  private static boolean isNoText(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || WikitextScanner.isMark(c);
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
            "'''",
            "* ",
            "!",
            "-{{{",
            "\n{| class=\"wikitable\"\n",
            "<!-- hidden -->",
            "<ref <!-- hidden --> name=\"a\">",
            "<references>",
            "</references>",
            "[[File:a|thumb|",
            "<b>",
            "&lt;",
            "&apos;",
            "&#0;",
            "&#xD800;",
            "&#xE001;",
            "\uFDD0",
            "\u0000",
            "\u0085",
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
        "-{H|a=>zh-tw:b}-}}",
        "''a'''s ",
        "''a'''s\n",
        "'''''''",
        "[[File:a|b\n\n",
        "[[File:a|b\n\nc]]",
        "<ref <!-- x -->",
        "<ref><!--",
        "<ref><!-- </ref>",
        "<ref>a<!-- </ref> -->",
        "<ref>a<!-- b -->c</ref>",
        "</ref ",
        "-{{{x}}}-",
        "-{{{",
        "{|\n| a\n! b\n",
        "{| a",
        "! a\n",
        "&#0;",
        "&#x110000",
        "&apos;",
        "<nowiki>",
        "<b>",
        "\n== a =\n"
      })
  void takesTimeInProportionToTheText(String token) {
    String wikitext = token.repeat(1_000_000 / token.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> PLAIN.paragraphs(wikitext).size());
  }

  @Test
  void looksForTheEndOfAClosingTagOnce() {
    String wikitext = "<ref>" + "</ref".repeat(200_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> PLAIN.paragraphs(wikitext).size());
  }
}
