package io.github.polystill.report.html;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.report.figures.Svg;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a report as one HTML page that loads nothing: styles, script and figures are inline, and
 * its content security policy allows just these. It follows the reader's dark or light setting,
 * which a button overrides, and prints in light colours.
 */
public final class ReportWriter {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private ReportWriter() {}

  /** Writes the page; the file appears whole or not at all. */
  public static void write(Path file, Report report) throws IOException {
    AtomicFiles.writeString(file, html(report));
  }

  /** The page as text. */
  public static String html(Report report) {
    String style =
        fill(
            resource("report.css"),
            Map.of(
                "light", Svg.lightColours(),
                "dark", Svg.darkColours(),
                "figures", Svg.pageStyle()));
    String script = resource("report.js");
    Map<String, String> parts = new LinkedHashMap<>(new ReportSections(report).byName());
    parts.put("style", style);
    parts.put("styleHash", sha256(style));
    parts.put("script", script);
    parts.put("scriptHash", sha256(script));
    return fill(resource("report.html"), parts);
  }

  /** Fills in one pass, so that braces in a user's text are never taken for a placeholder. */
  private static String fill(String template, Map<String, String> parts) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
  }

  /** As a content security policy names what it allows. */
  private static String sha256(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar lacks " + name, e);
    }
  }
}
