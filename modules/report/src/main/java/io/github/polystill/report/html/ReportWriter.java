package io.github.polystill.report.html;

import com.samskivert.mustache.Mustache;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.report.Markup;
import io.github.polystill.report.figures.Svg;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * Writes a report as one HTML page that loads nothing: styles, script and figures are inline, and
 * its content security policy allows just these. It follows the reader's dark or light setting,
 * which a button overrides, and prints in light colours. Its markup is in templates beside it.
 */
public final class ReportWriter {
  private static final Mustache.Compiler TEMPLATES =
      Mustache.compiler()
          .withLoader(name -> new StringReader(resource(name)))
          .withEscaper(Markup::escape)
          .emptyStringIsFalse(true);

  private ReportWriter() {}

  /** Writes the page; the file appears whole or not at all. */
  public static void write(Path file, Report report) throws IOException {
    AtomicFiles.writeString(file, html(report));
  }

  /** Writes the page of a comparison; the file appears whole or not at all. */
  public static void write(Path file, ComparisonPage comparison) throws IOException {
    AtomicFiles.writeString(file, html("comparison.html", comparison.parts()));
  }

  /** The page as text. */
  public static String html(Report report) {
    return html("report.html", new ReportPage(report).parts());
  }

  private static String html(String template, Map<String, Object> parts) {
    String style =
        fill(
            "report.css",
            Map.of(
                "light", Svg.lightColours(),
                "dark", Svg.darkColours(),
                "figures", Svg.pageStyle()));
    String script = resource("report.js");
    parts.put("style", style);
    parts.put("styleHash", sha256(style));
    parts.put("script", script);
    parts.put("scriptHash", sha256(script));
    return fill(template, parts);
  }

  private static String fill(String template, Map<String, ?> parts) {
    return TEMPLATES.compile(resource(template)).execute(parts);
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
