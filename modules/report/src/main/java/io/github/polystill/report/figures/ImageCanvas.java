package io.github.polystill.report.figures;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws pixels in the light colours. */
final class ImageCanvas implements Canvas {
  /** Pixels per unit of a hatch's own picture, so that its lines stay thin when it is scaled. */
  private static final int HATCH_SCALE = 4;

  private final Graphics2D graphics;
  private final ImageFonts fonts;

  ImageCanvas(Graphics2D graphics, ImageFonts fonts) {
    this.graphics = graphics;
    this.fonts = fonts;
    smooth(graphics);
  }

  private static void smooth(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
  }

  @Override
  public void fill(Shape shape, Fill fill, String tip) {
    graphics.setPaint(paint(fill));
    graphics.setComposite(composite(fill.opacity()));
    graphics.fill(shape);
  }

  private static Paint paint(Fill fill) {
    if (fill.hatch() == Hatch.NONE) {
      return fill.ink().color();
    }
    int side = Hatch.SIZE * HATCH_SCALE;
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D inside = square.createGraphics();
    smooth(inside);
    inside.setColor(fill.ink().color());
    inside.fillRect(0, 0, side, side);
    inside.scale(HATCH_SCALE, HATCH_SCALE);
    inside.setColor(Ink.PAGE.color());
    for (double[] line : fill.hatch().lines()) {
      inside.draw(new Line2D.Double(line[0], line[1], line[2], line[3]));
    }
    inside.dispose();
    return new TexturePaint(square, new Rectangle2D.Double(0, 0, Hatch.SIZE, Hatch.SIZE));
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    float[] dashes = new float[pen.dashes().length];
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] = (float) pen.dashes()[i];
    }
    graphics.setPaint(pen.ink().color());
    graphics.setComposite(composite(pen.opacity()));
    graphics.setStroke(
        new BasicStroke(
            (float) pen.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            dashes.length == 0 ? null : dashes,
            0));
    graphics.draw(shape);
  }

  private static AlphaComposite composite(double opacity) {
    return AlphaComposite.SrcOver.derive((float) opacity);
  }

  @Override
  public void text(
      String text, double x, double y, double degrees, TextStyle style, Anchor anchor, String tip) {
    Font font = fonts.fontFor(text, style);
    graphics.setPaint(style.ink().color());
    graphics.setComposite(AlphaComposite.SrcOver);
    graphics.setFont(font);
    double width = font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(Math.toRadians(degrees));
    if (style.halo()) {
      graphics.setPaint(Ink.PAGE.color());
      graphics.setStroke(new BasicStroke((float) TextStyle.HALO));
      graphics.draw(
          font.createGlyphVector(graphics.getFontRenderContext(), text)
              .getOutline((float) shift, 0));
      graphics.setPaint(style.ink().color());
    }
    graphics.drawString(text, (float) shift, 0);
    graphics.setTransform(before);
  }
}
