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
    svg.append("<path ");
    if (fill.hatch() == Hatch.NONE) {
      svg.append("class=\"f-").append(fill.ink().key()).append('"');
    } else {
      svg.append("fill=\"url(#").append(Svg.patternId(fill.ink(), fill.hatch())).append(")\"");
    }
    if (fill.opacity() < 1) {
      svg.append(" fill-opacity=\"").append(hundredths(fill.opacity())).append('"');
    }
    svg.append(" d=\"").append(path(shape)).append('"');
    end("path", tip);
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    svg.append("<path class=\"s-").append(pen.ink().key()).append('"');
    if (pen.width() != 1) {
      svg.append(" stroke-width=\"").append(number(pen.width())).append('"');
    }
    if (pen.dashes().length > 0) {
      svg.append(" stroke-dasharray=\"")
          .append(
              Arrays.stream(pen.dashes())
                  .mapToObj(SvgCanvas::number)
                  .collect(Collectors.joining(" ")))
          .append('"');
    }
    if (pen.opacity() < 1) {
      svg.append(" stroke-opacity=\"").append(hundredths(pen.opacity())).append('"');
    }
    svg.append(" d=\"").append(path(shape)).append('"');
    end("path", "");
  }

  @Override
  public void text(
      String text, double x, double y, double degrees, TextStyle style, Anchor anchor, String tip) {
    svg.append("<text class=\"t-").append(style.key()).append('"');
    if (degrees == 0) {
      svg.append(" x=\"").append(number(x)).append("\" y=\"").append(number(y)).append('"');
    } else {
      svg.append(" transform=\"translate(").append(number(x)).append(' ').append(number(y));
      svg.append(") rotate(").append(number(degrees)).append(")\"");
    }
    if (anchor != Anchor.START) {
      svg.append(" text-anchor=\"").append(anchor.key()).append('"');
    }
    svg.append('>').append(Markup.escape(text));
    if (!tip.isEmpty()) {
      svg.append("<title>").append(Markup.escape(tip)).append("</title>");
    }
    svg.append("</text>\n");
  }

  private void end(String element, String tip) {
    if (tip.isEmpty()) {
      svg.append("/>\n");
    } else {
      svg.append("><title>").append(Markup.escape(tip)).append("</title></");
      svg.append(element).append(">\n");
    }
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
