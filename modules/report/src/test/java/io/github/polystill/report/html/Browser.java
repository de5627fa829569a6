package io.github.polystill.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A headless Chromium with one page, spoken to in the DevTools protocol over the JDK's own
 * WebSocket.
 */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final long SECONDS = 30;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger nextId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private String session = "";

  private Browser(Process process, String address) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Messages())
            .get(SECONDS, TimeUnit.SECONDS);
  }

  /** Where the browser is: $POLYSTILL_BROWSER, or one of the usual names on the PATH. */
  public static Optional<String> find() {
    String named = System.getenv("POLYSTILL_BROWSER");
    if (named != null) {
      return Optional.of(named);
    }
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      for (String name : NAMES) {
        Path file = Path.of(directory, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file.toString());
        }
      }
    }
    return Optional.empty();
  }

  /** Starts a browser whose page is blank. */
  public static Browser start(String program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      Browser browser = new Browser(process, address(process));
      browser.attach();
      return browser;
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("DevTools listening on ")) {
        drain(output);
        return line.substring(line.indexOf("ws://"));
      }
    }
    throw new IOException("the browser ended: " + String.join(" / ", lines));
  }

  /** Else the browser blocks when its output is not taken. */
  private static void drain(BufferedReader output) {
    Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "browser-output");
    thread.setDaemon(true);
    thread.start();
  }

  private void attach() throws Exception {
    JsonNode targets = call("Target.getTargets", JSON.createObjectNode()).path("targetInfos");
    String page = "";
    for (JsonNode target : targets) {
      page = target.path("type").asText().equals("page") ? target.path("targetId").asText() : page;
    }
    ObjectNode arguments = JSON.createObjectNode().put("targetId", page).put("flatten", true);
    session = call("Target.attachToTarget", arguments).path("sessionId").asText();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Loads a file and waits until it is there. */
  public void open(Path file) throws Exception {
    open(file.toUri());
  }

  /** Loads an address and waits until its page is there. */
  public void open(URI address) throws Exception {
    events.clear();
    call("Page.navigate", JSON.createObjectNode().put("url", address.toString()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (events("Page.loadEventFired").isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IOException("the page did not load: " + events);
      }
      Thread.sleep(10);
    }
  }

  /** Value of an expression in the page. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /**
   * Clicks into the middle of an element as a mouse does, having scrolled to it: once the element
   * keeps its place and is what lies there.
   */
  public void click(String selector) throws Exception {
    String place =
        "(() => { const e = document.querySelector("
            + JSON.writeValueAsString(selector)
            + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            + " const x = r.x + r.width / 2; const y = r.y + r.height / 2;"
            + " const on = document.elementFromPoint(x, y);"
            + " return [x, y, on !== null && e.contains(on)]; })()";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    JsonNode before = evaluate(place);
    Thread.sleep(20);
    JsonNode at = evaluate(place);
    while (!at.equals(before) || !at.path(2).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException(selector + " does not come to rest, or lies under another element");
      }
      Thread.sleep(20);
      before = at;
      at = evaluate(place);
    }
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          JSON.createObjectNode()
              .put("type", type)
              .put("x", at.path(0).asDouble())
              .put("y", at.path(1).asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
  }

  /** Gives the page a size, in CSS pixels. */
  public void resize(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  /** Presses and releases a key, such as ArrowRight. */
  public void press(String key, int code) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          JSON.createObjectNode()
              .put("type", type)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code));
    }
  }

  /** Sets whether the system's colours are dark. */
  public void preferDark(boolean dark) throws Exception {
    ObjectNode arguments = JSON.createObjectNode();
    arguments
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", arguments);
  }

  /** What has happened since the page was opened. */
  public List<JsonNode> events(String method) {
    return events.stream().filter(it -> it.path("method").asText().equals(method)).toList();
  }

  private JsonNode call(String method, ObjectNode arguments) throws Exception {
    int id = nextId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", arguments);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode received = answer.get(SECONDS, TimeUnit.SECONDS);
    if (received.has("error")) {
      throw new IOException(method + ": " + received.path("error"));
    }
    return received.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Puts messages together and hands them on. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          received(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException("not JSON: " + text, e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void received(JsonNode message) {
      if (message.has("id")) {
        answers.remove(message.path("id").asInt()).complete(message);
      } else {
        events.add(message);
      }
    }
  }
}
