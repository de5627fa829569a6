package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.html.Browser;
import io.github.polystill.serving.TestModels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page to try a model with, in a real browser. */
class PageTests {
  @TempDir private static Path directory;
  private static Browser browser;
  private static SavedModelServable servable;
  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    Optional<String> program = Browser.find();
    assumeTrue(program.isPresent(), "needs Chromium on the PATH or $POLYSTILL_BROWSER");
    servable = SavedModelServable.load(TestModels.of("han", TrainingRow.STANDALONE));
    server = serve(servable);
    browser = Browser.start(program.get(), directory.resolve("profile"));
  }

  private static ModelServer serve(Servable model) throws Exception {
    return ModelServer.start(
        model, "han", new ServerSettings("127.0.0.1", 0, 2000, 10, 10, Duration.ofSeconds(20), 1));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      server.close();
      servable.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.preferDark(false);
    browser.open(server.address());
  }

  private static void predict(String text) throws Exception {
    browser.evaluate("document.getElementById('text').value = " + quoted(text));
    browser.click("button");
    String waiting = "document.querySelector('button').disabled";
    for (int i = 0; i < 1000 && browser.evaluate(waiting).asBoolean(); i++) {
      Thread.sleep(10);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  private static String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').innerText").asText();
  }

  private static long count(String selector) throws Exception {
    return browser.evaluate("document.querySelectorAll('" + selector + "').length").asLong();
  }

  @Test
  void showsLabelsWithThresholdsAndWordsWithTheirWeights() throws Exception {
    predict("頭痛怎麼辦？<b>醫生</b>說。");

    assertThat(count("#labels tr")).isEqualTo(9);
    assertThat(text("#labels tr td:nth-child(3)")).matches("0\\.[0-9]{3}");
    assertThat(count("#labels line.threshold")).isEqualTo(9);
    assertThat(text("#words")).isEqualTo("頭痛怎麼辦?<b>醫生</b>說。");
    assertThat(count("#words b")).isZero();
    JsonNode colours =
        browser.evaluate(
            "Array.from(document.querySelectorAll('#words span'), it => getComputedStyle(it).backgroundColor)");
    assertThat(colours.size()).isGreaterThan(10);
    assertThat(colours.path(0).asText()).startsWith("rgba(31, 95, 191, 0.");
    assertThat(text("#strongest")).contains(" %");
    assertThat(text("#unread")).isEmpty();
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("result-title");
  }

  @Test
  void saysWhatTheModelDoesNotKnow() throws Exception {
    predict("hello world");

    assertThat(text("#predicted")).isEqualTo("No label: the model knows none of the text's words.");
    assertThat(text("#warning")).startsWith("Warning: no known words");
    assertThat(isShown("#labels")).isFalse();

    predict("hello world 頭");
    assertThat(text("#warning")).isEqualTo("Warning: 2 of 3 words are unknown to the model.");
    assertThat(isShown("#labels")).isTrue();

    predict("頭痛怎麼辦？");
    assertThat(isShown("#warning")).isFalse();
  }

  private static boolean isShown(String selector) throws Exception {
    return browser
        .evaluate("document.querySelector('" + selector + "').checkVisibility()")
        .asBoolean();
  }

  @Test
  void oneThresholdForAllIsSetByKeysAndTakenBack() throws Exception {
    predict("頭痛怎麼辦？");
    String own = text("#result");
    assertThat(text("#threshold-shown")).isEqualTo("each label's own");
    assertThat(browser.evaluate("document.getElementById('own').disabled").asBoolean()).isTrue();

    browser.evaluate("document.getElementById('threshold').focus()");
    browser.press("Home", 36);
    assertThat(text("#threshold-shown")).isEqualTo("0.000 for all labels");
    assertThat(count("#labels tr.predicted")).isEqualTo(9);
    browser.press("ArrowRight", 39);
    assertThat(text("#labels td:nth-child(3)")).isEqualTo("0.005");
    browser.press("End", 35);
    assertThat(count("#labels tr.predicted")).isZero();
    assertThat(text("#predicted")).isEqualTo("No label exceeds its threshold.");
    assertThat(browser.evaluate("document.getElementById('threshold').ariaValueText").asText())
        .isEqualTo("1.000 for all labels");
    predict("頭痛怎麼辦？");
    assertThat(count("#labels tr.predicted")).as("for the next text too").isZero();

    browser.click("#own");
    assertThat(text("#result")).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 1280})
  void fitsItsWindow(int width) throws Exception {
    browser.resize(width, 800);
    try {
      predict("頭痛怎麼辦？" + "長".repeat(300) + "x".repeat(200));
      browser.evaluate(
          "document.querySelector('#labels th').textContent = 'cardiovascular_disease_risk_of_women'");
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(
              browser
                  .evaluate(
                      "Math.min(...Array.from(document.querySelectorAll('#labels th'), it => it.offsetWidth))")
                  .asInt())
          .as("labels have room for six Chinese characters")
          .isGreaterThanOrEqualTo(6 * 16);
    } finally {
      browser.resize(1280, 800);
    }
  }

  @Test
  void saysWhereAModelHasNoAttentionAndWhatIsNotRead() throws Exception {
    try (SavedModelServable without =
            SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
        ModelServer other = serve(without)) {
      browser.open(other.address());
      predict(TestModels.longText());

      assertThat(text("#no-attention")).contains("only han and gru-att have attention");
      assertThat(isShown("#words")).isFalse();
      assertThat(text("#unread")).contains("does not read the last");
    }
  }

  @Test
  void saysWhatIsNotRead() throws Exception {
    predict(TestModels.longText());

    assertThat(text("#unread")).contains("does not read the");
  }

  @Test
  void saysWhatTheServerRefuses() throws Exception {
    predict("長".repeat(1000));

    assertThat(text("#status")).contains("more than 2000 bytes");
    assertThat(browser.evaluate("document.getElementById('result').hidden").asBoolean()).isTrue();

    predict("好");
    assertThat(text("#status")).isEmpty();
    assertThat(count("#labels tr")).isEqualTo(9);
  }

  @Test
  void aTeachersExpertsLookForThemselves() throws Exception {
    try (SavedModelServable teacher =
            SavedModelServable.load(TestModels.of("gru-att", TrainingRow.TEACHER));
        ModelServer other = serve(teacher)) {
      browser.open(other.address());
      predict("頭痛怎麼辦？");

      assertThat(count("#which option")).isEqualTo(9);
      assertThat(count("#words span")).isEqualTo(6);
    }
  }

  @Test
  void asksNobodyElse() throws Exception {
    predict("好");

    List<URI> asked =
        browser.events("Network.requestWillBeSent").stream()
            .map(event -> URI.create(event.at("/params/request/url").asText()))
            .toList();
    assertThat(asked).isNotEmpty().allMatch(uri -> uri.getPort() == server.address().getPort());
    assertThat(browser.events("Log.entryAdded")).as("blocked or missing files").isEmpty();
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isReadableInLightAndDark(boolean dark) throws Exception {
    browser.preferDark(dark);
    predict("頭痛怎麼辦？");

    // WCAG's contrast between the text and the page.
    String luminance =
        "(c => { const v = c.match(/[0-9.]+/g).slice(0, 3).map(x => x / 255)"
            + ".map(x => x <= .04045 ? x / 12.92 : Math.pow((x + .055) / 1.055, 2.4));"
            + " return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; })";
    String style = "getComputedStyle(document.querySelector('%s')).%s";
    for (String selector :
        List.of("h1", ".quiet", "caption", "#labels td", "#words span", "button")) {
      double text =
          browser
              .evaluate(
                  luminance + "(" + String.format(Locale.ROOT, style, selector, "color") + ")")
              .asDouble();
      String behind =
          selector.equals("button")
              ? String.format(Locale.ROOT, style, "button", "backgroundColor")
              : String.format(Locale.ROOT, style, "body", "backgroundColor");
      double page = browser.evaluate(luminance + "(" + behind + ")").asDouble();
      double contrast = (Math.max(text, page) + .05) / (Math.min(text, page) + .05);
      assertThat(contrast).as(selector).isGreaterThanOrEqualTo(4.5);
      assertThat(selector.equals("button") || page > 0.5 != dark).as("page is dark").isTrue();
    }
  }

  @Test
  void everythingHasAName() throws Exception {
    predict("好");

    assertThat(count("[id=text]")).isEqualTo(1);
    assertThat(browser.evaluate("document.getElementById('text').labels.length").asInt())
        .isEqualTo(1);
    assertThat(count("th:not([scope])")).isZero();
    assertThat(count("svg:not([aria-hidden])")).isZero();
    assertThat(browser.evaluate("document.documentElement.lang").asText()).isEqualTo("en");
    assertThat(count("[role=status][aria-live=polite]")).isEqualTo(1);
  }
}
