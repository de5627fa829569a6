package io.github.polystill.data.wiki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pass over wikitext with a stack of what is open. When something closes, what it put out is
 * dropped or replaced; what never closes leaves its text behind.
 */
final class WikitextScanner {
  /** Stands before text that is not to be converted. */
  static final int FIXED = 0xE000;

  /** Stands after such text. */
  static final int FREE = 0xE001;

  /** Stands where the first of {@link #markup} was, the next for the second and so on. */
  static final int FIRST_MARKUP = 0xF0000;

  private static final int LAST_MARKUP = 0xFFFFD;

  private static final Pattern MARKS = Pattern.compile("[\uE000\uE001\\x{F0000}-\\x{FFFFD}]");
  private static final Pattern NO_RULES = Pattern.compile("[^\\x{F0000}-\\x{FFFFD}]+");

  /** Deeper links and variant markup stay as text; each level copies what is within it. */
  private static final int DEEPEST = 20;

  private static final Set<String> DROPPED =
      Set.of(
          "ref",
          "references",
          "math",
          "chem",
          "gallery",
          "timeline",
          "syntaxhighlight",
          "source",
          "pre",
          "imagemap",
          "score",
          "hiero",
          "graph",
          "mapframe",
          "maplink",
          "templatedata",
          "templatestyles",
          "section",
          "inputbox",
          "categorytree",
          "style",
          "script");
  private static final Set<String> BREAKING = Set.of("br", "p", "div", "li", "tr", "td", "hr");
  private static final Pattern TAG =
      Pattern.compile("</?([A-Za-z][A-Za-z0-9-]{0,30})(?=[\\s/>])[^<>]{0,2000}>");
  private static final Pattern URL =
      Pattern.compile("(?:https?:|ftp:|mailto:)?//[^\\s\\[\\]<>\"|}]+|mailto:[^\\s\\[\\]<>\"|}]+");
  private static final Pattern SWITCH = Pattern.compile("__(?:[A-Z]{3,20}|\\p{IsHan}{2,8})__");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z]{1,12}){0,3}|simple");

  private final String in;
  private final WikiNamespaces namespaces;
  private final ChineseVariant variant;
  private final StringBuilder out;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Set<String> neverClosed = new HashSet<>();
  private final List<VariantMarkup> markup = new ArrayList<>();
  private final Matcher tag;
  private final Matcher url;
  private final Matcher magicSwitch;
  private int at;

  private enum Kind {
    TEMPLATE,
    TABLE,
    LINK,
    EXTERNAL,
    VARIANT
  }

  /** Something open: where its text begins, and how wide its opening was. */
  private static final class Open {
    private final Kind kind;
    private final int start;
    private final int width;
    private int firstBar = -1;

    Open(Kind kind, int start, int width) {
      this.kind = kind;
      this.start = start;
      this.width = width;
    }
  }

  WikitextScanner(String wikitext, WikiNamespaces namespaces, ChineseVariant variant) {
    this.in = withoutMarks(wikitext).replace("\r\n", "\n");
    this.namespaces = namespaces;
    this.variant = variant;
    this.out = new StringBuilder(in.length());
    this.tag = TAG.matcher(in);
    this.url = URL.matcher(in);
    this.magicSwitch = SWITCH.matcher(in);
  }

  /** The text; lines are still lists and headings, and entities are still there. */
  String text() {
    while (at < in.length()) {
      if (!step(in.charAt(at))) {
        out.append(in.charAt(at));
        at++;
      }
    }
    return out.toString();
  }

  /**
   * Variant markup that adds or takes back rules, in the order of the text. It counts as well where
   * text is dropped, in tables, links to files and what templates are given (to a depth of {@value
   * #DEEPEST}), but not in tags that are dropped as a whole, such as references and galleries.
   */
  List<VariantMarkup> markup() {
    return markup;
  }

  /** Whether it is one of the characters that {@link #text} marks variant markup with. */
  static boolean isMark(int c) {
    return c == FIXED || c == FREE || (c >= FIRST_MARKUP && c <= LAST_MARKUP);
  }

  /** Whether something other than a character of text was read. */
  private boolean step(char c) {
    return switch (c) {
      case '<' -> comment() || tag();
      case '{' -> templateOrTable();
      case '}' -> closeBraces();
      case '[' -> openLink();
      case ']' -> closeLink();
      case '|' -> bar();
      case '-' -> openVariant();
      case '\'' -> quotes();
      case '_' -> magicSwitch();
      case '\n' -> lineEnd();
      case 'h', 'f', 'm' -> address();
      default -> false;
    };
  }

  private boolean looking(String token) {
    return in.startsWith(token, at);
  }

  private void push(Kind kind, int width) {
    open.push(new Open(kind, out.length(), width));
    counts.merge(kind, 1, Integer::sum);
    at += width;
  }

  private Open pop() {
    Open popped = open.pop();
    counts.merge(popped.kind, -1, Integer::sum);
    return popped;
  }

  private boolean has(Kind kind) {
    return counts.getOrDefault(kind, 0) > 0;
  }

  private boolean isDeep(Kind kind) {
    return counts.getOrDefault(kind, 0) >= DEEPEST;
  }

  private boolean isTop(Kind kind) {
    return !open.isEmpty() && open.peek().kind == kind;
  }

  /** Pops to the innermost of a kind, of which there is one. */
  private Open popTo(Kind kind) {
    Open popped = pop();
    while (popped.kind != kind) {
      popped = pop();
    }
    return popped;
  }

  private boolean comment() {
    if (!looking("<!--")) {
      return false;
    }
    int end = in.indexOf("-->", at + 4);
    at = end < 0 ? in.length() : end + 3;
    return true;
  }

  private boolean tag() {
    tag.region(at, in.length());
    if (!tag.lookingAt()) {
      return false;
    }
    String name = tag.group(1).toLowerCase(Locale.ROOT);
    boolean opens = in.charAt(at + 1) != '/' && in.charAt(tag.end() - 2) != '/';
    int end = tag.end();
    if (opens && name.equals("nowiki")) {
      int close = closing(name, end);
      if (close >= 0) {
        out.append(in, end, close);
        end = in.indexOf('>', close) + 1;
      }
    } else if (opens && DROPPED.contains(name)) {
      int close = closing(name, end);
      end = close < 0 ? end : in.indexOf('>', close) + 1;
    } else if (BREAKING.contains(name)) {
      out.append(' ');
    }
    at = end;
    return true;
  }

  /** Where the closing tag begins, or -1; a tag that is never closed is looked for once. */
  private int closing(String name, int from) {
    if (neverClosed.contains(name)) {
      return -1;
    }
    String close = "</" + name;
    for (int i = in.indexOf("</", from); i >= 0; i = in.indexOf("</", i + 2)) {
      if (in.regionMatches(true, i, close, 0, close.length())) {
        if (in.indexOf('>', i) >= 0) {
          return i;
        }
        break; // nor does any later one end
      }
    }
    neverClosed.add(name);
    return -1;
  }

  private boolean templateOrTable() {
    if (looking("{{")) {
      push(Kind.TEMPLATE, looking("{{{") && !looking("{{{{") ? 3 : 2);
      return true;
    }
    if (looking("{|") && atLineStart()) {
      push(Kind.TABLE, 2);
      return true;
    }
    return false;
  }

  private boolean atLineStart() {
    int i = at - 1;
    while (i >= 0 && at - i < 20 && (in.charAt(i) == ' ' || in.charAt(i) == ':')) {
      i--;
    }
    return i < 0 || in.charAt(i) == '\n';
  }

  private boolean closeBraces() {
    if (looking("}-") && isTop(Kind.VARIANT)) {
      Open closed = pop();
      String content = withoutMarks(out.substring(closed.start));
      out.setLength(closed.start);
      show(VariantMarkup.read(content, variant));
      at += 2;
      return true;
    }
    if (!looking("}}") || !has(Kind.TEMPLATE)) {
      return false;
    }
    Open closed = popTo(Kind.TEMPLATE);
    String dropped = drop(closed);
    if (closed.width == 2) {
      NoteTemplate.rules(dropped).forEach(rule -> show(VariantMarkup.read("H|" + rule, variant)));
    }
    at += closed.width == 3 && looking("}}}") ? 3 : 2;
    return true;
  }

  /** Takes back what was put out since then, but for the marks, and returns it without marks. */
  private String drop(Open closed) {
    String dropped = out.substring(closed.start);
    out.setLength(closed.start);
    String text = withoutMarks(dropped);
    if (text.length() < dropped.length() && open.size() < DEEPEST) {
      out.append(rulesIn(dropped));
    }
    return text;
  }

  static String withoutMarks(String text) {
    return MARKS.matcher(text).replaceAll("");
  }

  /** The marks of rules alone. */
  private static String rulesIn(String text) {
    return NO_RULES.matcher(text).replaceAll("");
  }

  private void show(VariantMarkup found) {
    if (found.action() != VariantMarkup.Action.NONE && FIRST_MARKUP + markup.size() < LAST_MARKUP) {
      out.appendCodePoint(FIRST_MARKUP + markup.size());
      markup.add(found);
    }
    if (found.convertible()) {
      out.append(found.shown());
    } else {
      out.appendCodePoint(FIXED).append(found.shown()).appendCodePoint(FREE);
    }
  }

  private boolean openVariant() {
    // -{{ is a dash and a template.
    if (!looking("-{") || looking("-{{") || isDeep(Kind.VARIANT)) {
      return false;
    }
    push(Kind.VARIANT, 2);
    return true;
  }

  private boolean bar() {
    if (looking("|}") && has(Kind.TABLE) && atLineStart() && closesTable()) {
      drop(popTo(Kind.TABLE));
      at += 2;
      return true;
    }
    if (isTop(Kind.LINK)) {
      Open link = open.peek();
      link.firstBar = link.firstBar < 0 ? out.length() : link.firstBar;
    }
    return false;
  }

  private boolean closesTable() {
    return isTop(Kind.TABLE) || !looking("|}}");
  }

  private boolean openLink() {
    if (looking("[[") && !isDeep(Kind.LINK)) {
      push(Kind.LINK, 2);
      return true;
    }
    url.region(at + 1, in.length());
    if (!url.lookingAt()) {
      return false;
    }
    push(Kind.EXTERNAL, 1);
    at = url.end();
    return true;
  }

  private boolean closeLink() {
    if (looking("]]") && isTop(Kind.LINK)) {
      Open link = pop();
      String shown = shown(link);
      out.setLength(link.start);
      out.append(shown);
      at += 2;
      return true;
    }
    if (isTop(Kind.EXTERNAL)) {
      pop();
      at++;
      return true;
    }
    return false;
  }

  private String shown(Open link) {
    boolean labelled = link.firstBar >= 0;
    String target = out.substring(link.start, labelled ? link.firstBar : out.length()).strip();
    if (namespaces.isSilent(withoutMarks(target).strip())) {
      return rulesIn(out.substring(link.start));
    }
    if (labelled) {
      String label = out.substring(link.firstBar + 1);
      return label.isBlank() ? target.substring(target.indexOf(':') + 1) : label;
    }
    int colon = target.indexOf(':');
    if (colon > 0 && LANGUAGE.matcher(target.substring(0, colon)).matches()) {
      return ""; // the same article in another language
    }
    return target.startsWith(":") ? target.substring(1) : target;
  }

  private boolean quotes() {
    int end = at;
    while (end < in.length() && in.charAt(end) == '\'') {
      end++;
    }
    if (end - at < 2) {
      return false;
    }
    // Four are an apostrophe and bold.
    if (end - at == 4) {
      out.append('\'');
    }
    at = end;
    return true;
  }

  private boolean magicSwitch() {
    magicSwitch.region(at, in.length());
    if (!magicSwitch.lookingAt()) {
      return false;
    }
    at = magicSwitch.end();
    return true;
  }

  private boolean address() {
    if (at > 0 && Character.isLetterOrDigit(in.charAt(at - 1))) {
      return false;
    }
    url.region(at, in.length());
    if (!url.lookingAt()) {
      return false;
    }
    at = url.end();
    return true;
  }

  /** Links to addresses end with their line, other links with their paragraph. */
  private boolean lineEnd() {
    boolean paragraph = looking("\n\n") || looking("\n=");
    while (isTop(Kind.EXTERNAL) || (paragraph && (isTop(Kind.LINK) || isTop(Kind.VARIANT)))) {
      pop();
    }
    return false;
  }
}
