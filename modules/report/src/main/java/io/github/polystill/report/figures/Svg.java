package io.github.polystill.report.figures;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The style sheet and the patterns that figures in SVG refer to. A page has them once, a file of
 * its own brings them along.
 */
public final class Svg {
  /** Fonts that have Chinese on the usual systems, after one that suits Latin text. */
  static final String FONTS =
      "system-ui, \"Segoe UI\", \"Noto Sans\", \"Noto Sans CJK TC\", \"Noto Sans CJK SC\","
          + " \"Noto Sans TC\", \"Source Han Sans TC\", \"PingFang TC\", \"Microsoft JhengHei\","
          + " \"Microsoft YaHei\", \"WenQuanYi Zen Hei\", \"Droid Sans Fallback\", sans-serif";

  private static final String HALO =
      ";stroke:%s;stroke-width:" + SvgCanvas.number(TextStyle.HALO) + "px;paint-order:stroke";

  private Svg() {}

  /** Values of the CSS variables of all colours on a light page. */
  public static String lightColours() {
    return colours(Ink::lightHex);
  }

  /** Values of the CSS variables of all colours on a dark page. */
  public static String darkColours() {
    return colours(Ink::darkHex);
  }

  private static String colours(Function<Ink, String> hex) {
    return Arrays.stream(Ink.values())
        .map(ink -> "--" + ink.key() + ": " + hex.apply(ink) + ";")
        .collect(Collectors.joining(" "));
  }

  /** Rules for a page that defines the colours' variables. */
  public static String pageStyle() {
    return style(ink -> "var(--" + ink.key() + ")");
  }

  /** Rules for a file of its own, in the light colours. */
  static String fileStyle() {
    return "svg{font-family:" + FONTS + "}\n" + style(Ink::lightHex);
  }

  private static String style(Function<Ink, String> colour) {
    StringBuilder css = new StringBuilder();
    for (Ink ink : Ink.values()) {
      css.append(
          String.format(
              Locale.ROOT,
              ".f-%1$s{fill:%2$s}.s-%1$s{fill:none;stroke:%2$s;stroke-linejoin:round}\n",
              ink.key(),
              colour.apply(ink)));
    }
    for (TextStyle text : TextStyle.values()) {
      css.append(
          String.format(
              Locale.ROOT,
              ".t-%s{fill:%s;font-size:%spx%s%s}\n",
              text.key(),
              colour.apply(text.ink()),
              SvgCanvas.number(text.size()),
              text.bold() ? ";font-weight:600" : "",
              text.halo() ? String.format(Locale.ROOT, HALO, colour.apply(Ink.PAGE)) : ""));
    }
    return css.toString();
  }

  /** The patterns, for the {@code defs} of an SVG element that is on the page. */
  public static String patterns() {
    StringBuilder svg = new StringBuilder();
    for (Ink ink : Ink.values()) {
      for (Hatch hatch : Hatch.values()) {
        if (hatch != Hatch.NONE && ink != Ink.PAGE) {
          svg.append(pattern(ink, hatch));
        }
      }
    }
    return svg.toString();
  }

  static String patternId(Ink ink, Hatch hatch) {
    return ink.key() + "-" + hatch.name().toLowerCase(Locale.ROOT);
  }

  private static String pattern(Ink ink, Hatch hatch) {
    StringBuilder lines = new StringBuilder();
    for (double[] line : hatch.lines()) {
      lines.append(
          String.format(
              Locale.ROOT,
              "M%s %sL%s %s",
              SvgCanvas.number(line[0]),
              SvgCanvas.number(line[1]),
              SvgCanvas.number(line[2]),
              SvgCanvas.number(line[3])));
    }
    return String.format(
        Locale.ROOT,
        "<pattern id=\"%s\" width=\"%2$d\" height=\"%2$d\" patternUnits=\"userSpaceOnUse\">"
            + "<rect class=\"f-%3$s\" width=\"%2$d\" height=\"%2$d\"/>"
            + "<path class=\"s-page\" d=\"%4$s\"/></pattern>\n",
        patternId(ink, hatch),
        Hatch.SIZE,
        ink.key(),
        lines);
  }
}
