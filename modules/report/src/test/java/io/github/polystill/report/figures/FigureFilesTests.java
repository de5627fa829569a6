package io.github.polystill.report.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.evaluation.TrainingRow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FigureFilesTests {
  /** A character that Unicode will never define and no font has. */
  private static final String NOWHERE = "\uDBFF\uDFFD";

  @TempDir private Path directory;

  private static Figure figure(String... labels) {
    CorpusProfile corpus =
        new CorpusProfile(
            10,
            List.of(labels),
            new int[labels.length],
            new int[labels.length][labels.length],
            new int[0],
            new int[0][0]);
    return new CorpusFigures(corpus, RunFigures.WIDE).counts();
  }

  private static ImageFonts fonts() {
    Optional<ImageFonts> fonts = ImageFonts.ofThisMachine();
    assumeTrue(fonts.isPresent(), "needs a font and fontconfig");
    return fonts.orElseThrow();
  }

  @Test
  void writesAnSvgAndAPngOfTheSameProportions() throws Exception {
    fonts();
    Figure figure = figure("藥物", "a<b>&\"'", "c\u0000");
    FigureFiles.write(directory, List.of(figure));

    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(directory.resolve("label-counts.svg").toFile());
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    BufferedImage png = ImageIO.read(directory.resolve("label-counts.png").toFile());
    assertThat((double) png.getWidth() / png.getHeight()).isCloseTo(width / height, within(0.01));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Documents per label");
    String text = Files.readString(directory.resolve("label-counts.svg"));
    assertThat(text).contains("藥物", "Noto Sans CJK TC").doesNotContain("var(");
  }

  @Test
  void chineseIsNotABox() {
    ImageFonts fonts = fonts();
    int[] first = pixels(figure("藥物"), fonts);
    assumeTrue(fonts.undisplayable().isEmpty(), "needs a font with Chinese, as fonts-noto-cjk");
    int[] second = pixels(figure("銀髮"), fonts);

    assertThat(Arrays.equals(first, second)).isFalse();
  }

  private static int[] pixels(Figure figure, ImageFonts fonts) {
    BufferedImage image = figure.image(fonts);
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void saysWhichFontIsMissing() throws IOException {
    fonts();
    List<String> warnings =
        FigureFiles.write(directory, List.of(figure("a" + NOWHERE), figure("b" + NOWHERE)));

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("a" + NOWHERE, "fonts-noto-cjk", "polystill report");
    assertThat(FigureFiles.write(directory, List.of(figure("a", "b")))).isEmpty();
  }

  @Test
  void removesFiguresOfBeforeAndNothingElse() throws IOException {
    Path before = Files.writeString(directory.resolve("learning-curves-han.png"), "old");
    Path own = Files.writeString(directory.resolve("label-counts-for-my-talk.svg"), "mine");

    FigureFiles.write(directory, List.of(figure("a")));

    assertThat(before).doesNotExist();
    assertThat(own).hasContent("mine");
    assertThat(directory.resolve("label-counts.svg")).isNotEmptyFile();
  }

  @Test
  void aVeryTallFigureBecomesNoHugePicture() {
    String[] many = new String[2000];
    Arrays.setAll(many, i -> "label " + i);

    BufferedImage image = figure(many).image(fonts());

    assertThat((long) image.getWidth() * image.getHeight()).isLessThan(11_000_000);
  }

  /** On grey print two of the colours are alike; each of the other signs is enough. */
  @Test
  void trainingTypesDifferWithoutColour() {
    List<SeriesStyle> styles =
        Stream.of(TrainingRow.values())
            .filter(row -> row != TrainingRow.BASELINE)
            .map(SeriesStyle::of)
            .toList();

    assertThat(styles).extracting(style -> style.fill().hatch()).doesNotHaveDuplicates();
    assertThat(styles).extracting(SeriesStyle::marker).doesNotHaveDuplicates();
    assertThat(styles)
        .extracting(style -> Arrays.toString(style.pen().dashes()))
        .doesNotHaveDuplicates();
    assertThat(styles).extracting(SeriesStyle::ink).doesNotHaveDuplicates();
  }
}
