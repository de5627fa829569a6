package io.github.polystill.evaluation.report;

import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a report as one HTML page that loads nothing: styles and figures are inline. It follows
 * the reader's dark or light setting and prints in light colours.
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
    return fill(template(), new ReportSections(report).byName());
  }

  /** Fills in one pass, so that braces in a user's text are never taken for a placeholder. */
  private static String fill(String template, Map<String, String> sections) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(sections.get(match.group(1))));
  }

  private static String template() {
    try (InputStream in = ReportWriter.class.getResourceAsStream("report.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar lacks report.html", e);
    }
  }
}
