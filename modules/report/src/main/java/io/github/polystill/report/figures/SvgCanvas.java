package io.github.polystill.report.figures;

import io.github.polystill.report.Markup;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws into the content of an SVG element. */
final class SvgCanvas implements Canvas {
  private final StringBuilder svg = new StringBuilder();

  @Override
  public void fill(Shape shape, Fill fill, String tip) {
    svg.append("<path");
    if (fill.hatch() == Hatch.NONE) {
      attribute("class", "f-" + fill.ink().key());
    } else {
      attribute("fill", "url(#" + Svg.patternId(fill.ink(), fill.hatch()) + ")");
    }
    if (fill.opacity() < 1) {
      attribute("fill-opacity", hundredths(fill.opacity()));
    }
    attribute("d", path(shape));
    svg.append(tip.isEmpty() ? "/>\n" : ">" + title(tip) + "</path>\n");
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    svg.append("<path");
    attribute("class", "s-" + pen.ink().key());
    if (pen.width() != 1) {
      attribute("stroke-width", number(pen.width()));
    }
    if (pen.dashes().length > 0) {
      attribute(
          "stroke-dasharray",
          Arrays.stream(pen.dashes()).mapToObj(SvgCanvas::number).collect(Collectors.joining(" ")));
    }
    if (pen.opacity() < 1) {
      attribute("stroke-opacity", hundredths(pen.opacity()));
    }
    attribute("d", path(shape));
    svg.append("/>\n");
  }

  @Override
  public void text(
      String text, double x, double y, double degrees, TextStyle style, Anchor anchor, String tip) {
    svg.append("<text");
    attribute("class", "t-" + style.key());
    if (degrees == 0) {
      attribute("x", number(x));
      attribute("y", number(y));
    } else {
      String place = "translate(" + number(x) + " " + number(y) + ")";
      attribute("transform", place + " rotate(" + number(degrees) + ")");
    }
    if (anchor != Anchor.START) {
      attribute("text-anchor", anchor.key());
    }
    svg.append('>').append(Markup.escape(text)).append(tip.isEmpty() ? "" : title(tip));
    svg.append("</text>\n");
  }

  private void attribute(String name, String value) {
    svg.append(' ').append(name).append("=\"").append(value).append('"');
  }

  private static String title(String tip) {
    return "<title>" + Markup.escape(tip) + "</title>";
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] points = new double[6];
    for (PathIterator it = shape.getPathIterator(null); !it.isDone(); it.next()) {
      switch (it.currentSegment(points)) {
        case PathIterator.SEG_MOVETO -> append(path, 'M', points, 2);
        case PathIterator.SEG_LINETO -> append(path, 'L', points, 2);
        case PathIterator.SEG_QUADTO -> append(path, 'Q', points, 4);
        case PathIterator.SEG_CUBICTO -> append(path, 'C', points, 6);
        default -> path.append('Z');
      }
    }
    return path.toString();
  }

  private static void append(StringBuilder path, char command, double[] points, int count) {
    path.append(command);
    for (int i = 0; i < count; i++) {
      path.append(i == 0 ? "" : " ").append(number(points[i]));
    }
  }

  /** A length: one decimal at most, which no eye can tell from more. */
  static String number(double value) {
    return trimmed(String.format(Locale.ROOT, "%.1f", value));
  }

  private static String hundredths(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String trimmed(String number) {
    String digits = number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    return digits.equals("-0") ? "0" : digits;
  }

  @Override
  public String toString() {
    return svg.toString();
  }
}
