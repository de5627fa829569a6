package io.github.polystill.serving.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The page to try a model with: files that come with the program and nothing from elsewhere. */
final class Page {
  private static final String NAME = "{{model}}";
  private static final Map<String, String> TYPES =
      Map.of(
          "html",
          "text/html;charset=utf-8",
          "css",
          "text/css;charset=utf-8",
          "svg",
          "image/svg+xml",
          "js",
          "text/javascript;charset=utf-8");

  private final Map<String, Answer> files;

  /** The page of a model. */
  Page(String model) {
    this.files =
        Map.of(
            "/", file("page.html", model),
            "/page.css", file("page.css", model),
            "/page.js", file("page.js", model),
            "/icon.svg", file("icon.svg", model));
  }

  Optional<Answer> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static Answer file(String name, String model) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      byte[] bytes = text.replace(NAME, escaped(model)).getBytes(StandardCharsets.UTF_8);
      return new Answer(200, TYPES.get(name.substring(name.indexOf('.') + 1)), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the page comes with the program", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
