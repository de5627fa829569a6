package io.github.polystill.report.figures;

import io.github.polystill.report.Markup;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * One figure of a run.
 *
 * @param name of its files, without their ending
 * @param title heading
 * @param description what it shows, for those who do not see it
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param drawing its content
 */
public record Figure(
    String name, String title, String description, double width, double height, Drawing drawing) {
  /** Pixels of a PNG per CSS pixel: sharp on paper, where a page is about 750 CSS pixels wide. */
  private static final double IMAGE_SCALE = 2;

  private static final double MOST_PIXELS = 10e6;

  /** Room about a figure in a file of its own. */
  private static final double MARGIN = 12;

  /** Draws a figure. */
  interface Drawing {
    void on(Canvas canvas);
  }

  /** The SVG element for a page that has {@link Svg}'s style sheet and patterns. */
  public String inlineSvg() {
    SvgCanvas canvas = new SvgCanvas();
    drawing.on(canvas);
    return String.format(
        Locale.ROOT,
        "<svg role=\"img\" aria-label=\"%1$s\" width=\"%2$s\" height=\"%3$s\" viewBox=\"0 0 %2$s"
            + " %3$s\">\n%4$s</svg>\n",
        Markup.escape(title + ". " + description),
        SvgCanvas.number(width),
        SvgCanvas.number(height),
        canvas);
  }

  /** The figure as an SVG file of its own. */
  String svgFile() {
    SvgCanvas canvas = new SvgCanvas();
    drawing.on(canvas);
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%1$s" height="%2$s" viewBox="-%3$s -%3$s %1$s %2$s">
        <title>%4$s</title>
        <desc>%5$s</desc>
        <style>%6$s</style>
        <defs>%7$s</defs>
        <rect class="f-page" x="-%3$s" y="-%3$s" width="%1$s" height="%2$s"/>
        %8$s</svg>
        """,
        SvgCanvas.number(width + 2 * MARGIN),
        SvgCanvas.number(height + 2 * MARGIN),
        SvgCanvas.number(MARGIN),
        Markup.escape(title),
        Markup.escape(description),
        Svg.fileStyle(),
        Svg.patterns(),
        canvas);
  }

  /** The figure as pixels on white. */
  BufferedImage image(ImageFonts fonts) {
    double fullWidth = width + 2 * MARGIN;
    double fullHeight = height + 2 * MARGIN;
    double scale = Math.min(IMAGE_SCALE, Math.sqrt(MOST_PIXELS / (fullWidth * fullHeight)));
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(fullWidth * scale),
            (int) Math.ceil(fullHeight * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Ink.PAGE.color());
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      graphics.translate(MARGIN, MARGIN);
      drawing.on(new ImageCanvas(graphics, fonts));
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
