package io.github.polystill.evaluation.figures;

import io.github.polystill.evaluation.Markup;
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
  /** Pixels of a PNG per CSS pixel: 200 to 300 to the inch where a page prints it. */
  private static final double IMAGE_SCALE = 2.5;

  private static final double MOST_PIXELS = 16e6;

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
        "<svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %s %s\">\n%s</svg>\n",
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
        <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s">
        <title>%3$s</title>
        <desc>%4$s</desc>
        <style>%5$s</style>
        <defs>%6$s</defs>
        <rect class="f-page" width="%1$s" height="%2$s"/>
        %7$s</svg>
        """,
        SvgCanvas.number(width),
        SvgCanvas.number(height),
        Markup.escape(title),
        Markup.escape(description),
        Svg.fileStyle(),
        Svg.patterns(),
        canvas);
  }

  /** The figure as pixels on white. */
  BufferedImage image(ImageFonts fonts) {
    double scale = Math.min(IMAGE_SCALE, Math.sqrt(MOST_PIXELS / (width * height)));
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(width * scale),
            (int) Math.ceil(height * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Ink.PAGE.color());
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      drawing.on(new ImageCanvas(graphics, fonts));
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
