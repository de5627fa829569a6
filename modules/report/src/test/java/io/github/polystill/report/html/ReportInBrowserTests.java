package io.github.polystill.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a real browser. */
class ReportInBrowserTests {
  private static final String TABLE = "document.querySelectorAll('#labels table')[0]";
  private static final String SORT = "#labels table button.sort";

  @TempDir private static Path directory;
  private static Browser browser;
  private static Path page;
  private static List<String> byFrequency;

  @BeforeAll
  static void start() throws Exception {
    Optional<String> program = Browser.find();
    assumeTrue(program.isPresent(), "needs Chromium on the PATH or $POLYSTILL_BROWSER");
    page = directory.resolve("report.html");
    Report report =
        new ExampleReport(ExampleReport.LABELS, List.of("textcnn", "han"), 3, 120)
            .with("<img src=x onerror=alert(1)> 藥物")
            .withText("<b>長文\n".repeat(2000))
            .build();
    ReportWriter.write(page, report);
    byFrequency = report.data().labels();
    browser = Browser.start(program.get(), directory.resolve("profile"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.preferDark(false);
    browser.resize(1280, 900);
    browser.open(page);
  }

  private static List<String> labels() throws Exception {
    JsonNode names =
        browser.evaluate(
            "Array.from(" + TABLE + ".tBodies[0].rows, row => row.cells[0].textContent)");
    List<String> labels = new ArrayList<>();
    names.forEach(name -> labels.add(name.asText()));
    return labels;
  }

  private static List<Double> column(int index) throws Exception {
    JsonNode values =
        browser.evaluate(
            "Array.from("
                + TABLE
                + ".tBodies[0].rows, row => Number(row.cells["
                + index
                + "].textContent))");
    List<Double> column = new ArrayList<>();
    values.forEach(value -> column.add(value.asDouble()));
    return column;
  }

  @Test
  void aHeadingSorts() throws Exception {
    assertThat(labels()).isEqualTo(byFrequency);

    browser.click(SORT + "[data-c='4']"); // F1 of the teacher, highest first
    assertThat(column(4)).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(labels()).isNotEqualTo(byFrequency);
    assertThat(
            browser.evaluate(TABLE + ".querySelectorAll('[aria-sort=descending]').length").asInt())
        .isEqualTo(1);

    browser.click(SORT + "[data-c='4']");
    assertThat(column(4)).isSorted();

    browser.click(SORT + "[data-c='1']"); // support
    assertThat(column(1)).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void aLabelOpensAndClosesItsFolds() throws Exception {
    String first = "#labels table button.detail";
    String rows = TABLE + ".querySelectorAll('.details tbody tr').length";
    assertThat(browser.evaluate(rows).asInt()).isZero();

    browser.click(first);

    assertThat(browser.evaluate(rows).asInt()).isEqualTo(9); // three training types, three folds
    JsonNode text = browser.evaluate(TABLE + ".querySelector('.details').textContent");
    assertThat(text.asText())
        .contains(byFrequency.get(0) + ": fold by fold", "threshold", "class weight", "0.5");
    assertThat(browser.evaluate("document.querySelector('" + first + "').ariaExpanded").asText())
        .isEqualTo("true");

    browser.click(first);
    assertThat(browser.evaluate(rows).asInt()).isZero();
  }

  @Test
  void sortingClosesWhatIsOpen() throws Exception {
    browser.click("#labels table button.detail");
    browser.click(SORT + "[data-c='0']");

    assertThat(labels()).hasSameSizeAs(byFrequency);
    assertThat(browser.evaluate(TABLE + ".querySelectorAll('.details').length").asInt()).isZero();
  }

  @Test
  void theButtonTurnsLightToDarkAndBack() throws Exception {
    String background = "getComputedStyle(document.body).backgroundColor";
    assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(255, 255, 255)");
    browser.click("#theme");
    assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(20, 24, 29)");
    browser.click("#theme");
    assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(255, 255, 255)");

    browser.preferDark(true);
    browser.open(page);
    assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(20, 24, 29)");
    browser.click("#theme");
    assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(255, 255, 255)");
  }

  @Test
  void figuresAreDrawnInTheirColours() throws Exception {
    assertThat(
            browser
                .evaluate("getComputedStyle(document.querySelector('#labels svg .f-teacher')).fill")
                .asText())
        .isEqualTo("rgb(230, 159, 0)");
    JsonNode pattern =
        browser.evaluate(
            "getComputedStyle(document.querySelector('#labels svg [fill^=url]')).fill");
    assertThat(pattern.asText()).contains("#standalone-stripes");
    assertThat(browser.evaluate("document.querySelectorAll('#standalone-stripes').length").asInt())
        .isEqualTo(1);
  }

  @Test
  void nothingIsLoadedAndNothingGoesWrong() throws Exception {
    for (int i = 0; i < 3; i++) {
      browser.click(SORT + "[data-c='" + i + "']");
    }
    browser.click("#labels table button.detail");
    browser.click("#theme");
    browser.evaluate("window.scrollTo(0, document.body.scrollHeight)");

    assertThat(browser.events("Network.requestWillBeSent"))
        .extracting(event -> event.path("params").path("request").path("url").asText())
        .containsExactly(page.toUri().toString());
    assertThat(browser.events("Log.entryAdded")).isEmpty();
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(browser.events("Runtime.consoleAPICalled")).isEmpty();
    assertThat(browser.events("Page.javascriptDialogOpening")).isEmpty();
  }

  /** A telephone's width, a tablet's and a screen's. */
  @ParameterizedTest
  @ValueSource(ints = {360, 390, 700, 900, 1280})
  void thePageIsNoWiderThanTheScreenAndEveryFigureCanBeReached(int width) throws Exception {
    browser.resize(width, 844);
    browser.open(page);
    browser.click("#labels table button.detail");

    String root = "document.documentElement.";
    int room = browser.evaluate(root + "clientWidth").asInt();
    assertThat(room).isBetween(width - 20, width); // but for the scroll bar
    assertThat(browser.evaluate(root + "scrollWidth").asInt()).isEqualTo(room);
    // Right of the screen is only what a box moves that says so.
    JsonNode lost =
        browser.evaluate(
            """
            (() => {
              const lost = [];
              for (const cell of document.querySelectorAll("main td, main th, main svg, dd, .verdict")) {
                const at = cell.getBoundingClientRect();
                const text = cell.textContent.trim();
                const hidden = cell.closest(window.innerWidth > 960 ? ".narrow" : ".wide");
                if (text === "" || hidden) continue;
                const box = cell.closest(".scroll");
                const from = box ? box.getBoundingClientRect().left : 0;
                const room = box && box.classList.contains("more") ? box.scrollWidth : document.documentElement.clientWidth;
                if (at.width < 10 || at.height < 10 || at.left < from - 1 || at.right - from > room + 1) {
                  lost.push(text.slice(0, 40) + " " + JSON.stringify(at));
                }
              }
              return lost;
            })()
            """);
    assertThat(lost).isEmpty();
  }

  @Test
  void theNavigationStaysInSight() throws Exception {
    for (int width : List.of(390, 1280)) {
      browser.resize(width, 844);
      browser.open(page);
      for (String section : List.of("#documents", "#results")) {
        browser.evaluate("document.querySelector('" + section + " h2').scrollIntoView()");
        JsonNode nav =
            browser.evaluate(
                "(() => { const r = document.querySelector('nav').getBoundingClientRect();"
                    + " const on = document.elementFromPoint(r.x + 60, r.y + r.height / 2);"
                    + " const h = document.querySelector('"
                    + section
                    + " h2').getBoundingClientRect();"
                    + " return [r.top, r.height, on.closest('nav') !== null, h.top]; })()");
        assertThat(nav.path(0).asDouble()).isZero();
        assertThat(nav.path(1).asDouble()).isLessThan(50);
        assertThat(nav.path(2).asBoolean()).isTrue();
        assertThat(nav.path(3).asDouble()).isGreaterThanOrEqualTo(nav.path(1).asDouble());
      }
      browser.click("nav a[href='#curves']");
      assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#curves");
    }
  }

  @Test
  void labelsStayReadableAndInSightOnATelephone() throws Exception {
    browser.resize(390, 844);
    browser.open(page);
    JsonNode cells =
        browser.evaluate(
            """
            (() => {
              const table = document.querySelector("#labels table");
              table.parentElement.scrollLeft = 300;
              const box = table.parentElement.getBoundingClientRect();
              return Array.from(table.tBodies[0].rows, (row) => {
                const at = row.cells[0].getBoundingClientRect();
                const line = parseFloat(getComputedStyle(row.cells[0]).lineHeight);
                return [row.cells[0].textContent, at.left - box.left, at.width, at.height / line];
              });
            })()
            """);
    assertThat(cells).hasSameSizeAs(byFrequency);
    for (JsonNode cell : cells) {
      assertThat(cell.path(1).asDouble()).isZero();
      assertThat(cell.path(2).asDouble()).isBetween(95.0, 180.0);
      double lines = cell.path(0).asText().length() <= 5 ? 1.9 : 4;
      assertThat(cell.path(3).asDouble()).isLessThan(lines);
    }
    // Rows of the other tables are stacked, each figure under the name of its column.
    assertThat(
            browser
                .evaluate(
                    "getComputedStyle(document.querySelector('#results td.n'), '::before').content")
                .asText())
        .isEqualTo("\"micro-F1\"");
  }

  @Test
  void figuresAreDrawnForTheScreen() throws Exception {
    String scales =
        "Array.from(document.querySelectorAll('figure svg')).filter(e => e.clientWidth > 0)"
            + ".map(e => e.getBoundingClientRect().width / e.viewBox.baseVal.width)";
    String widest =
        "Math.max(...Array.from(document.querySelectorAll('figure svg'), e => e.clientWidth))";
    JsonNode wide = browser.evaluate(scales);
    assertThat(wide).hasSize(8);
    assertThat(browser.evaluate(widest).asInt()).isGreaterThan(1100);

    browser.resize(390, 844);
    JsonNode narrow = browser.evaluate(scales);
    assertThat(narrow).hasSize(8);
    for (JsonNode scale : narrow) {
      assertThat(scale.asDouble()).isGreaterThan(0.95); // type as large as that of the page
    }
  }

  @Test
  void aLongTextOpens() throws Exception {
    String text = "document.querySelector('#documents details p')";
    assertThat(browser.evaluate(text + ".checkVisibility()").asBoolean()).isFalse();
    browser.click("#documents summary");
    assertThat(browser.evaluate(text + ".checkVisibility()").asBoolean()).isTrue();
    assertThat(browser.evaluate(text + ".textContent.length").asInt()).isEqualTo(5001);
  }

  /** The policy is at work: what is not the page's own script does not run. */
  @Test
  void foreignScriptDoesNotRun() throws Exception {
    browser.evaluate(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.foreign = 1';"
            + " document.body.append(s); })()");
    assertThat(browser.evaluate("window.foreign === undefined").asBoolean()).isTrue();
    assertThat(Files.readString(page)).contains("default-src 'none'");
  }
}
